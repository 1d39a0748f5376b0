import { sha256 } from "../manifest/render.ts";
import { readArchive } from "./read.ts";

/** An archive as it lies in a folder, beside the file with its digest. */
type PublishedArchive = {
	readonly name: string;
	readonly bytes: Uint8Array;
	/** The text of its `.sha256`, as sha256sum writes it. */
	readonly digest: string;
};

/** The text that `sha256sum --check` reads. */
export function digestLine(name: string, bytes: Uint8Array): string {
	return `${sha256(bytes)}  ${name}\n`;
}

/**
 * Checks an archive as whoever installs it will: its digest, that it is whole, what is in it.
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
	// krew-index wants a licence in what is installed.
	if (found === undefined || !files.has("LICENSE"))
		throw new Error(`${name} has no ${executable}, or no LICENSE`);
	return found;
}
