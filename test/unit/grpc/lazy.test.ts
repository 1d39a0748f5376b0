import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it, vi } from "vitest";

vi.setConfig({ testTimeout: 30_000 });

const PROGRAM = `
const [, ...modules] = process.argv;
for (const name of modules) await import(name);
const { createRequire } = await import("node:module");
const loaded = Object.keys(createRequire(import.meta.url).cache);
console.log(JSON.stringify({
	grpcJs: loaded.filter((file) => file.includes("grpc-js")),
	http2: process.moduleLoadList.filter((name) => name.endsWith(" http2")),
}));`;

/**
 * Evaluates modules of src/grpc in a process of their own. Returns which modules of grpc-js and HTTP/2 were evaluated with
 * them.
 */
async function evaluatedBy(...names: string[]): Promise<unknown> {
	const urls = names.map(
		(name) => new URL(`../../../src/grpc/${name}.ts`, import.meta.url).href,
	);
	const { stdout } = await promisify(execFile)(process.execPath, [
		"--input-type=module",
		"--eval",
		PROGRAM,
		...urls,
	]);
	return JSON.parse(stdout);
}

it("nothing of grpc-js or HTTP/2 is evaluated before a channel is opened", async () => {
	expect(
		await evaluatedBy("open-channel", "open-address", "health", "reflection"),
	).toEqual({ grpcJs: [], http2: [] });
});

it("this test would notice a module that is evaluated", async () => {
	expect(await evaluatedBy("connect-channel")).toEqual({
		grpcJs: expect.arrayContaining([expect.stringContaining("grpc-js")]),
		http2: expect.arrayContaining([expect.stringContaining("http2")]),
	});
});
