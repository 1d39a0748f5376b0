// The installed plugin without a home folder, or without any folder that it may write to.
import { execFile } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

const BIN = fileURLToPath(new URL("../../bin/kubectl-grpc", import.meta.url));

type Ended = { readonly stdout: string; readonly stderr: string };

/** Runs the installed file in a folder. The run is killed after ten seconds. */
function runBin(
	args: readonly string[],
	env: Readonly<Record<string, string>>,
	cwd: string,
): Promise<Ended> {
	return new Promise((resolve, reject) => {
		execFile(
			process.execPath,
			[BIN, ...args],
			{ env: { PATH: process.env["PATH"], ...env }, cwd, timeout: 10_000 },
			(error, stdout, stderr) => {
				if (error?.killed) reject(error);
				else resolve({ stdout, stderr });
			},
		);
	});
}

test.each([
	["HOME is empty", { HOME: "" }],
	["HOME is a file", { HOME: "/etc/passwd" }],
	["HOME is not there", { HOME: "/nonexistent/home" }],
	["the cache folder is a file", { XDG_CACHE_HOME: "/etc/passwd" }],
	[
		"the cache folder is nothing that can be made",
		{ XDG_CACHE_HOME: "/proc/x" },
	],
	["the cache folder is no absolute path", { XDG_CACHE_HOME: "cache" }],
])(
	"it starts without a word when %s, and leaves nothing behind",
	async (_what, env) => {
		const folder = temporaryFolder(onTestFinished);
		const { stdout, stderr } = await runBin(
			["version", "--client"],
			env,
			folder,
		);
		expect(stdout).toMatch(/^Client Version: v/);
		expect(stderr).toBe("");
		expect(readdirSync(folder)).toEqual([]);
	},
);

test("the compiled bundle is kept in the cache folder when that can be written", async () => {
	const caches = temporaryFolder(onTestFinished);
	await runBin(["version", "--client"], { XDG_CACHE_HOME: caches }, caches);
	expect(existsSync(join(caches, "kubectl-grpc", "compile"))).toBe(true);
	writeFileSync(join(caches, "kubectl-grpc", "compile", "other"), "");
	const again = await runBin(["--help"], { XDG_CACHE_HOME: caches }, caches);
	expect(again.stderr).toBe("");
});

test("without HOME the error about a missing kubeconfig says so", async () => {
	const folder = temporaryFolder(onTestFinished);
	const { stderr } = await runBin(["health"], { HOME: "" }, folder);
	expect(stderr).toContain("error: no kubeconfig found\n  HOME is not set;");
});
