import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PluginError } from "../../errors.ts";
import { whyUnwritable } from "../../file-error.ts";
import { replaceFile } from "../../replace-file.ts";
import { isOurShim, type Shim } from "./shim.ts";

/** The path of the shim, and whether it was written. */
type Written = {
	readonly path: string;
	readonly change: "written" | "unchanged";
};

/**
 * Writes the shim into a folder, as a whole or not at all.
 * @throws PluginError `bad-input` where that fails or another file has its name
 */
export async function writeShim(folder: string, shim: Shim): Promise<Written> {
	const path = join(folder, shim.name);
	const there = await readFile(path, "utf8").catch(() => undefined);
	if (there === shim.text) return { path, change: "unchanged" };
	if (there !== undefined && !isOurShim(there))
		throw new PluginError("bad-input", `${path} is there and is not ours`, {
			hint: [
				"look at it, and remove it if nothing needs it",
				"or name another folder with --dir",
			],
		});
	replaceShim(path, shim.text);
	return { path, change: "written" };
}

function replaceShim(path: string, text: string): void {
	try {
		replaceFile(path, text, 0o755);
	} catch (caught) {
		throw new PluginError("bad-input", `${path} ${whyUnwritable(caught)}`, {
			cause: caught,
			hint: ["name another folder of PATH with --dir"],
		});
	}
}
