import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PluginError } from "../../errors.ts";
import { whyUnwritable } from "../../file-error.ts";
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
	await replaceFile(path, shim.text);
	return { path, change: "written" };
}

async function replaceFile(path: string, text: string): Promise<void> {
	const draft = `${path}.${process.pid}.tmp`;
	try {
		await writeFile(draft, text, { mode: 0o755, flag: "wx" });
		await rename(draft, path);
	} catch (caught) {
		await rm(draft, { force: true }).catch(() => undefined);
		throw new PluginError("bad-input", `${path} ${whyUnwritable(caught)}`, {
			cause: caught,
			hint: ["name another folder of PATH with --dir"],
		});
	}
}
