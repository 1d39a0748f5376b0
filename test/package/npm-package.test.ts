// The npm package as people get it: packed, installed in a clean folder, run on the oldest supported Node.js and on ours.
import { execFile } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { installNode } from "../../krew/node-binaries.ts";
import { isHost, PLATFORMS } from "../../krew/platforms.ts";
import manifest from "../../package.json" with { type: "json" };
import type { Frame } from "../../src/grpc/frame.ts";
import { createFrameReader } from "../../src/grpc/frame-reader.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { SETTINGS } from "../unit/grpc/frames.ts";
import { tcpServer } from "../unit/tcp-server.ts";

const run = promisify(execFile);
const folder = temporaryFolder(afterAll);
const PLUGIN = join(folder, "node_modules/kubectl-grpc/bin/kubectl-grpc");

beforeAll(async () => {
	await npm(
		process.cwd(),
		"pack",
		"--ignore-scripts",
		`--pack-destination=${folder}`,
	);
	writeFileSync(join(folder, "package.json"), '{ "private": true }');
	// Nothing is fetched, since the package holds everything that runs.
	await npm(
		folder,
		"install",
		"--offline",
		`kubectl-grpc-${manifest.version}.tgz`,
	);
});

async function npm(cwd: string, ...args: readonly string[]): Promise<void> {
	const path = process.env["npm_execpath"];
	const [program, ...first] = path ? [process.execPath, path] : ["npm"];
	await run(program, [...first, ...args], { cwd });
}

/** Returns the path of a Node.js: this process's, or the 22 of node-22/package-lock.json, which is 22.16 where npm has it for the platform. */
async function nodePath(version: "22" | "ours"): Promise<string> {
	if (version === "ours") return process.execPath;
	const host = PLATFORMS.find(isHost);
	if (host === undefined) throw new Error("no Node.js 22 is locked for here");
	return (await installNode(host, join(import.meta.dirname, "node-22"))).path;
}

test("it brings no other package, and no runtime", () => {
	const installed = readdirSync(join(folder, "node_modules"));
	expect(installed.filter((name) => !name.startsWith("."))).toEqual([
		"kubectl-grpc",
	]);
	const files = readdirSync(join(folder, "node_modules/kubectl-grpc"), {
		recursive: true,
		withFileTypes: true,
	});
	expect(
		files
			.filter((file) => file.isFile())
			.map(({ name }) => name)
			.toSorted(),
	).toEqual([
		"LICENSE",
		"README.md",
		"kubectl-grpc",
		"kubectl-grpc.mjs",
		"package.json",
	]);
});

describe.each(["22", "ours"] as const)("on Node.js %s", (version) => {
	const env = { ...process.env, XDG_CACHE_HOME: folder };
	const inSandbox = async (scenario: string, ...words: readonly string[]) => {
		const plugin = [await nodePath(version), PLUGIN] as const;
		const [node, ...sandbox] = [...plugin, "sandbox", "--scenario", scenario];
		return run(node, [...sandbox, "--", ...plugin, ...words], { env });
	};

	it("says its version", async () => {
		const { stdout } = await run(
			await nodePath(version),
			[PLUGIN, "version", "--client"],
			{ env },
		);
		expect(stdout).toContain(`v${manifest.version}`);
	});

	it("runs, its sandbox too", async () => {
		const words = ["health", "deploy/user-service"];
		const { stdout } = await inSandbox("default", ...words);
		expect(stdout).toContain("healthy: 3 of 3 pods serving");
	});

	it("verifies certificates and their names", async () => {
		const tls = ["--tls-secret=user-service-tls", "--servername=user-service"];
		const words = ["health", "deploy/user-service", ...tls];
		const { stdout } = await inSandbox("tls", ...words);
		expect(stdout).toContain("healthy: 3 of 3 pods serving");
	});

	it("ends a call without a deadline when the server breaks HTTP/2", async () => {
		const port = await tcpServer((socket) => {
			socket.write(SETTINGS);
			const onFrame = ({ type }: Frame) => {
				if (type === "HEADERS") socket.write(Buffer.alloc(64, 0xff));
			};
			socket.on("data", createFrameReader({ direction: "sent", onFrame }));
		});
		const proto = join(folder, "echo.proto");
		writeFileSync(
			proto,
			'syntax = "proto3"; message M {} service Echo { rpc Say(M) returns (M); }',
		);
		const words = ["call", `127.0.0.1:${port}`, "Echo/Say", "--plaintext"];
		await expect(
			run(await nodePath(version), [PLUGIN, ...words, `--proto=${proto}`], {
				env,
			}),
		).rejects.toMatchObject({
			code: 64 + 14,
			stderr: expect.stringContaining("broke the rules of HTTP/2"),
		});
	});
});

test.skipIf(process.platform === "win32")(
	"npm's link to it is a program",
	async () => {
		const { stdout } = await run(
			join(folder, "node_modules/.bin/kubectl-grpc"),
			["version", "--client"],
		);
		expect(stdout).toContain(`v${manifest.version}`);
	},
);
