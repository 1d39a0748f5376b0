import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

type Licence = {
	readonly package: string;
	readonly name: string;
	readonly text: string;
};

/**
 * The licences of everything an executable carries beside our own code.
 * @param inputs the files that were bundled, as esbuild names them
 * @param nodeLicence the text of Node.js's own
 */
export async function thirdPartyLicences(
	inputs: readonly string[],
	nodeLicence: string,
): Promise<string> {
	const licences = await Promise.all(packageFolders(inputs).map(readLicence));
	const sections = licences.map(
		({ package: of, name, text }) => `${of} (${name})\n\n${text.trim()}`,
	);
	return [
		"This program carries the following packages, and Node.js.",
		...sections,
		`Node.js\n\n${nodeLicence.trim()}`,
	].join(`\n\n${"-".repeat(80)}\n\n`);
}

/** The folders of the npm packages that files belong to, each once, sorted. */
export function packageFolders(inputs: readonly string[]): readonly string[] {
	const pattern = /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/;
	const folders = inputs.flatMap((input) => pattern.exec(input)?.[0] ?? []);
	return [...new Set(folders)].toSorted();
}

async function readLicence(folder: string): Promise<Licence> {
	const { name, version, license } = JSON.parse(
		await readFile(join(folder, "package.json"), "utf8"),
	);
	const files = (await readdir(folder))
		.filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
		.toSorted();
	const texts = await Promise.all(
		files.map((file) => readFile(join(folder, file), "utf8")),
	);
	return {
		package: `${name} ${version}`,
		name: license,
		// A few packages name their licence and ship no text of it.
		text: texts.length > 0 ? texts.join("\n") : `License: ${license}`,
	};
}
