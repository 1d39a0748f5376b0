import { sha256 } from "../manifest/render.ts";
import { readArchive } from "./read.ts";

/** An archive in a folder, with the `.sha256` file beside it. */
type PublishedArchive = {
	readonly name: string;
	readonly bytes: Uint8Array;
	/** The text of its `.sha256`, in the format of sha256sum. */
	readonly digest: string;
};

/** Returns the line that `sha256sum --check` reads. */
export function digestLine(name: string, bytes: Uint8Array): string {
	return `${sha256(bytes)}  ${name}\n`;
}

/**
 * Checks an archive as an installer will: its digest, that it is complete, and which files it holds.
 * @returns the executable
 * @throws when anything is wrong with it
 */
export function checkArchive(
	{ name, bytes, digest }: PublishedArchive,
	executable: string,
): Uint8Array {
	if (digest !== digestLine(name, bytes))
		throw new Error(`${name} is not the file that ${name}.sha256 was made of`);
	const files = readArchive(name, bytes);
	const found = files.get(executable);
	// krew-index requires a licence in what krew installs.
	if (found === undefined || !files.has("LICENSE"))
		throw new Error(`${name} has no ${executable}, or no LICENSE`);
	return found;
}
