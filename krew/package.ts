// Makes the archives that krew installs: `npm run package` for this platform, `npm run package -- --all` for all.
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundlePlugin } from "./bundle.ts";
import { pinnedNodeVersion } from "./node-binaries.ts";
import { packPlatform } from "./pack.ts";
import { isHost, PLATFORMS, type Platform } from "./platforms.ts";
import { writeManifest } from "./release.ts";
import { tag } from "./tag.ts";

const OUTPUT = join(import.meta.dirname, "..", "dist", "packages");

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

/** Fills a folder beside its final place and moves it there when it is complete. */
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
	const version = await tag();
	const bundle = await bundlePlugin(version);
	for (const platform of platforms)
		console.log(await packPlatform(platform, { bundle, version, folder }));
	await writeManifest(folder, platforms, version);
}

try {
	await main();
} catch (error) {
	console.error(`error: ${error instanceof Error ? error.message : error}`);
	process.exitCode = 1;
}
