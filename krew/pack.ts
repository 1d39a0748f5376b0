import { execFile } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Entry, packArchive } from "./archive/archive.ts";
import { checkArchive, digestLine } from "./archive/check.ts";
import type { Bundle } from "./bundle.ts";
import { buildExecutable } from "./executable/build.ts";
import { inspectExecutable } from "./executable/inspect.ts";
import { thirdPartyLicences } from "./licences.ts";
import { installNode } from "./node-binaries.ts";
import {
	archiveName,
	executableName,
	isHost,
	type Platform,
	platformName,
} from "./platforms.ts";

const run = promisify(execFile);
const LICENCE = join(import.meta.dirname, "..", "LICENSE");

type Packing = {
	readonly bundle: Bundle;
	/** The version, with a `v`. */
	readonly version: string;
	/** Where the archive and its `.sha256` go. */
	readonly folder: string;
};

/**
 * Makes the archive of one platform and checks what is in it.
 * @returns a line that says what was made: platform, sizes, and whether it was run
 */
export async function packPlatform(
	platform: Platform,
	{ bundle, version, folder }: Packing,
): Promise<string> {
	const node = await installNode(platform);
	const executable = await buildExecutable(platform, node.path, bundle);
	inspectExecutable(executable, platform, [bundle.front, bundle.whole]);
	const licences = await thirdPartyLicences(bundle.inputs, node.licence);
	const name = archiveName(platform, version);
	const bytes = packArchive(name, [
		{ name: executableName(platform), bytes: executable, mode: 0o755 },
		document("LICENSE", await readFile(LICENCE)),
		document("THIRD_PARTY_LICENSES", Buffer.from(licences)),
	]);
	const digest = digestLine(name, bytes);
	await writeFile(join(folder, name), bytes);
	await writeFile(join(folder, `${name}.sha256`), digest);
	const packed = checkArchive(
		{ name, bytes, digest },
		executableName(platform),
	);
	if (isHost(platform)) await tryOut(packed, version, folder);
	return [
		platformName(platform).padEnd(14),
		`${megabytes(bytes)} (executable ${megabytes(executable)})`,
		isHost(platform) ? "runs" : "not run: another platform's",
	].join("  ");
}

function document(name: string, bytes: Buffer): Entry {
	return { name, bytes, mode: 0o644 };
}

/**
 * Starts the executable and makes it check the health of a cluster whose pods run the same executable.
 * @throws when it does not run, or reports another version
 */
async function tryOut(
	executable: Uint8Array,
	version: string,
	folder: string,
): Promise<void> {
	const path = join(folder, "try-out.exe");
	await writeFile(path, executable, { mode: 0o755 });
	try {
		const { stdout } = await run(path, ["version", "--client"]);
		if (!stdout.includes(version))
			throw new Error(`the executable says of itself: ${stdout}`);
		const health = [path, "health", "deploy/user-service"];
		await run(path, ["sandbox", "--", ...health], { timeout: 60_000 });
	} finally {
		await rm(path);
	}
}

function megabytes({ length }: Uint8Array): string {
	return `${(length / 1e6).toFixed(1)} MB`;
}
