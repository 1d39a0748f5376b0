// Checks the archives in a folder and writes the krew manifest for them beside them: node krew/release.ts FOLDER. The release
// workflow runs it over what its native runners have made.
import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { PLUGIN_NAME } from "../src/plugin-name.ts";
import { checkArchive } from "./archive/check.ts";
import { formatOf } from "./executable/inspect.ts";
import { renderManifest } from "./manifest/render.ts";
import { manifestProblems } from "./manifest/rules.ts";
import {
	archiveName,
	executableName,
	PLATFORMS,
	type Platform,
	platformName,
} from "./platforms.ts";
import { tag } from "./tag.ts";

const TEMPLATE = join(import.meta.dirname, "..", ".krew.yaml");

/**
 * Writes FOLDER/grpc.yaml.
 * @param platforms the platforms whose archives must exist
 * @param version with a `v`
 * @returns the manifest's path
 * @throws when an archive is missing, damaged or for another platform, or when krew would refuse the manifest
 */
export async function writeManifest(
	folder: string,
	platforms: readonly Platform[],
	version: string,
): Promise<string> {
	const archives = new Map<string, Uint8Array>();
	for (const platform of platforms) {
		const name = archiveName(platform, version);
		archives.set(name, await checkedArchive(folder, name, platform));
	}
	const fileName = `${PLUGIN_NAME}.yaml`;
	const text = renderManifest(
		await readFile(TEMPLATE, "utf8"),
		version,
		archives,
	);
	const problems = manifestProblems(parse(text), fileName);
	if (problems.length > 0)
		throw new Error(`krew would refuse the manifest: ${problems.join("; ")}`);
	const path = join(folder, fileName);
	await writeFile(`${path}.new`, text);
	await rename(`${path}.new`, path);
	return path;
}

async function checkedArchive(
	folder: string,
	name: string,
	platform: Platform,
): Promise<Uint8Array> {
	const path = join(folder, name);
	if (!existsSync(path) || !existsSync(`${path}.sha256`))
		throw new Error(
			`${folder} has no archive for ${platformName(platform)}: ${name} and ${name}.sha256`,
		);
	const [bytes, digest] = await Promise.all([
		readFile(path),
		readFile(`${path}.sha256`, "utf8"),
	]);
	const executable = checkArchive(
		{ name, bytes, digest },
		executableName(platform),
	);
	const format = formatOf(Buffer.from(executable));
	if (format?.os !== platform.os || format.arch !== platform.arch)
		throw new Error(`${name} holds no executable of its platform`);
	return bytes;
}

if (import.meta.main) {
	const [folder = ""] = process.argv.slice(2);
	try {
		console.log(await writeManifest(folder, PLATFORMS, await tag()));
	} catch (error) {
		console.error(`error: ${error instanceof Error ? error.message : error}`);
		process.exitCode = 1;
	}
}
