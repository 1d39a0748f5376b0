import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Returns the version of package.json, with the `v` that tags and krew use. */
export async function tag(): Promise<string> {
	const path = join(import.meta.dirname, "..", "package.json");
	const { version } = JSON.parse(await readFile(path, "utf8"));
	return `v${version}`;
}
