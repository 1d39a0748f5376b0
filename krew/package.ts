// Makes the archives that krew installs: `npm run package` for this platform, `npm run package -- --all` for all.
import { execFile } from "node:child_process";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { packArchive } from "./archive/archive.ts";
import { checkArchive, digestLine } from "./archive/check.ts";
import { type Bundle, bundlePlugin } from "./bundle.ts";
import { buildExecutable } from "./executable/build.ts";
import { inspectExecutable } from "./executable/inspect.ts";
import { thirdPartyLicences } from "./licences.ts";
import { installNode, pinnedNodeVersion } from "./node-binaries.ts";
import {
	archiveName,
	executableName,
	isHost,
	PLATFORMS,
	type Platform,
	platformName,
} from "./platforms.ts";
import { writeManifest } from "./release.ts";
import { tag } from "./tag.ts";

const ROOT = join(import.meta.dirname, "..");
const OUTPUT = join(ROOT, "dist", "packages");

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { all: { type: "boolean" } } });
	const platforms = values.all ? PLATFORMS : PLATFORMS.filter(isHost);
	if (platforms.length === 0)
		throw new Error(
			`no executable is made for ${process.platform} ${process.arch}`,
		);
	const pinned = await pinnedNodeVersion();
	if (process.versions.node !== pinned)
		throw new Error(
			`Node.js ${pinned} makes the executables, and this is ${process.versions.node}: use npm run package`,
		);
	await replaceFolder(OUTPUT, (folder) => packAll(platforms, folder));
	console.log(`in ${OUTPUT}`);
}

/** Has a folder made beside its place and moves it there when it is whole. */
async function replaceFolder(
	folder: string,
	fill: (partial: string) => Promise<void>,
): Promise<void> {
	const partial = `${folder}.${process.pid}`;
	try {
		await mkdir(partial, { recursive: true });
		await fill(partial);
		await rm(folder, { recursive: true, force: true });
		await rename(partial, folder);
	} finally {
		await rm(partial, { recursive: true, force: true });
	}
}

async function packAll(
	platforms: readonly Platform[],
	folder: string,
): Promise<void> {
	const bundle = await bundlePlugin();
	for (const platform of platforms) await pack(platform, bundle, folder);
	await writeManifest(folder, platforms);
}

async function pack(
	platform: Platform,
	{ code, inputs }: Bundle,
	folder: string,
): Promise<void> {
	const node = await installNode(platform, nodeCache());
	const executable = await buildExecutable(platform, node.path, code);
	inspectExecutable(executable, platform, code);
	const name = archiveName(platform, await tag());
	const archive = packArchive(name, [
		{ name: executableName(platform), bytes: executable, mode: 0o755 },
		{
			name: "LICENSE",
			bytes: await readFile(join(ROOT, "LICENSE")),
			mode: 0o644,
		},
		{
			name: "THIRD_PARTY_LICENSES",
			bytes: Buffer.from(await thirdPartyLicences(inputs, node.licence)),
			mode: 0o644,
		},
	]);
	const digest = digestLine(name, archive);
	await writeFile(join(folder, name), archive);
	await writeFile(join(folder, `${name}.sha256`), digest);
	const packed = checkArchive(
		{ name, bytes: archive, digest },
		executableName(platform),
	);
	const tried = isHost(platform) ? await tryOut(packed, folder) : "not run";
	console.log(
		`${platformName(platform).padEnd(14)} ${megabytes(archive)} (executable ${megabytes(executable)})  ${tried}`,
	);
}

/** Runs what was packed. Gives the version that it says. */
async function tryOut(executable: Uint8Array, folder: string): Promise<string> {
	const path = join(folder, "try.exe");
	await writeFile(path, executable, { mode: 0o755 });
	try {
		const args = ["version", "--client"];
		const { stdout } = await promisify(execFile)(path, args);
		if (!stdout.includes(await tag()))
			throw new Error(`the executable says of itself: ${stdout}`);
		return "runs here";
	} finally {
		await rm(path);
	}
}

function megabytes({ length }: Uint8Array): string {
	return `${(length / 1e6).toFixed(1)} MB`;
}

/** Beside what the test cluster keeps: made again when it is gone. */
function nodeCache(): string {
	const cache = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
	return join(cache, "kubectl-grpc", "node");
}

try {
	await main();
} catch (error) {
	console.error(`error: ${error instanceof Error ? error.message : error}`);
	process.exitCode = 1;
}
