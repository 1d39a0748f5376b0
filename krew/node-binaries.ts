// Gets Node.js for a platform from its npm package. A lock file pins its version and digest.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { LINUX_AMD64, type Platform, platformName } from "./platforms.ts";

/** The folder with the lock file of the Node.js that executables carry. */
const CARRIED = join(import.meta.dirname, "nodes");
const FILES = ["package.json", "package-lock.json"];

/** Node.js for one platform. */
type NodeBinary = {
	/** The executable's path. */
	readonly path: string;
	/** The licence of Node.js, with those of everything linked into it. */
	readonly licence: string;
};

/** Returns the version of the Node.js that executables carry, without a `v`. @throws when the platforms have different versions */
export async function pinnedNodeVersion(lock = CARRIED): Promise<string> {
	const versions = new Set((await pinnedIn(lock)).values());
	const [version] = versions;
	if (typeof version !== "string" || versions.size !== 1)
		throw new Error(`${lock} does not pin one Node.js for all platforms`);
	return version;
}

/** Returns the versions that a lock's folder pins, by the name of the platform's npm package. */
async function pinnedIn(lock: string): Promise<ReadonlyMap<string, unknown>> {
	const text = await readFile(join(lock, "package.json"), "utf8");
	const manifest: unknown = JSON.parse(text);
	return new Map(Object.entries(optionalDependencies(manifest)));
}

function optionalDependencies(manifest: unknown): object {
	return typeof manifest === "object" &&
		manifest !== null &&
		"optionalDependencies" in manifest &&
		typeof manifest.optionalDependencies === "object" &&
		manifest.optionalDependencies !== null
		? manifest.optionalDependencies
		: {};
}

/**
 * Installs Node.js for a platform into the user's cache, unless it is there. Each takes some 50 MB.
 * @param lock the folder with package.json and its lock file
 * @throws when npm has no such package: npm skips a missing optional package without a message
 */
export async function installNode(
	platform: Platform,
	lock = CARRIED,
): Promise<NodeBinary> {
	const version = (await pinnedIn(lock)).get(platform.node.package);
	const folder = join(cacheFolder(), `${platform.node.package}-${version}`);
	const home = join(folder, "node_modules", platform.node.package);
	const path = join(home, executableIn(platform));
	if (!existsSync(path)) await installInto(folder, platform, lock);
	return { path, licence: await licenceIn(home, lock) };
}

/** The cache lies beside that of the test cluster. Everything in it can be made again. */
function cacheFolder(): string {
	const cache = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
	return join(cache, "kubectl-grpc", "node");
}

/** Installs into a folder beside the final one and then renames it, so that a folder that exists is complete. */
async function installInto(
	folder: string,
	platform: Platform,
	lock: string,
): Promise<void> {
	const { package: name } = platform.node;
	const partial = `${folder}.${process.pid}`;
	try {
		await npmCi(partial, platform, lock);
		const installed = join(partial, "node_modules", name);
		if (!existsSync(join(installed, executableIn(platform))))
			throw new Error(
				`no Node.js for ${platformName(platform)}: npm has not installed ${name}, which ${lock} pins`,
			);
		await rm(folder, { recursive: true, force: true });
		await rename(partial, folder);
	} finally {
		await rm(partial, { recursive: true, force: true });
	}
}

function executableIn({ os }: Platform): string {
	return join("bin", os === "windows" ? "node.exe" : "node");
}

/** The package for Windows ships no licence. The text is the same for all platforms. */
async function licenceIn(home: string, lock: string): Promise<string> {
	const path = join(home, "LICENSE");
	if (existsSync(path)) return readFile(path, "utf8");
	return (await installNode(LINUX_AMD64, lock)).licence;
}

async function npmCi(
	folder: string,
	{ node }: Platform,
	lock: string,
): Promise<void> {
	await mkdir(folder, { recursive: true });
	for (const file of FILES) await cp(join(lock, file), join(folder, file));
	const args = [`--os=${node.os}`, `--cpu=${node.cpu}`, "--ignore-scripts"];
	// `npm run` sets npm_execpath. On Windows, `npm` itself could not be started without a shell.
	const npm = process.env["npm_execpath"];
	const [program, ...first] = npm
		? [process.env["npm_node_execpath"] ?? process.execPath, npm]
		: ["npm"];
	await promisify(execFile)(program, [...first, "ci", ...args], {
		cwd: folder,
	});
}
