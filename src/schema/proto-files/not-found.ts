import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PluginError } from "../../errors.ts";
import { tildeHint } from "../../file-error.ts";
import { sourceError, type Token } from "./tokens.ts";

/** A folder: `name` is what messages call it, `readFrom` is where its files are read. */
export type Folder = { readonly name: string; readonly readFrom: string };

/** A file to read, by the name that imports have for it, and the import that names it. */
export type Wanted = {
	readonly path: string;
	readonly from?: { readonly file: string; readonly at: Token };
};

/** Returns the error for a file that is in none of the folders: where it was looked for, and where an import is, if that is known. */
export async function notFound(
	{ path, from }: Wanted,
	folders: readonly Folder[],
): Promise<PluginError> {
	const places = folders.map(({ name }) => join(name, path)).join(", ");
	const looked = `looked for ${places}`;
	if (from === undefined)
		return new PluginError("bad-input", `--proto: there is no file ${path}`, {
			hint: [...tildeHint(path), looked, ANOTHER_FOLDER],
		});
	const holder = await folderAround(from.file, path, folders);
	return sourceError(from.file, from.at, `the import ${path} is not there`, [
		looked,
		holder === undefined
			? ANOTHER_FOLDER
			: `it is found with --import-path ${holder}`,
	]);
}

const ANOTHER_FOLDER = "--import-path names another folder";

/** Returns the nearest folder around a file below which there is what it imports. */
async function folderAround(
	file: string,
	path: string,
	folders: readonly Folder[],
): Promise<string | undefined> {
	for (const { name, readFrom } of folders)
		for (
			let inner = dirname(file);
			inner !== dirname(inner);
			inner = dirname(inner)
		)
			if (await isFile(join(readFrom, inner, path))) return join(name, inner);
	return undefined;
}

const isFile = (path: string): Promise<boolean> =>
	stat(path).then(
		(found) => found.isFile(),
		() => false,
	);
