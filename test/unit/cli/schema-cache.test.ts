import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { endpointTarget } from "../../../src/cli/endpoint-target.ts";
import { cacheFolder, schemaSlotOf } from "../../../src/cli/schema-cache.ts";
import type { PodTarget } from "../../../src/kubernetes/target.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

test.each([
	["linux", { XDG_CACHE_HOME: "/x", HOME: "/h" }, "/x"],
	["linux", { XDG_CACHE_HOME: "", HOME: "/h" }, join("/h/.cache")],
	["linux", { XDG_CACHE_HOME: "relative" }, undefined],
	["linux", {}, undefined],
	["darwin", { HOME: "/h" }, join("/h/Library/Caches")],
	["win32", { LOCALAPPDATA: "/l", HOME: "/h" }, "/l"],
	["win32", {}, undefined],
] as const)("the cache folder of %s with %j is %s", (platform, env, folder) => {
	expect(cacheFolder({ ...env }, platform)).toBe(folder);
});

const address = endpointTarget("10.0.0.1", 50051);
const pod: PodTarget = {
	...address,
	pod: {
		...address.pod,
		namespace: "shop",
		containers: [
			{
				name: "server",
				image: "shop",
				imageId: `registry.example/shop@sha256:${"0".repeat(64)}`,
				ports: [],
				readiness: { kind: "none" },
				liveness: { kind: "none" },
				startup: { kind: "none" },
				ready: true,
				started: undefined,
				role: "application",
			},
		],
	},
};
const [container] = pod.pod.containers;
const env = { HOME: "/nonexistent", LOCALAPPDATA: "/nonexistent" };
const kept = { "no-cache": false, "cache-dir": undefined };

test("a schema is kept for a pod whose image has a digest", () => {
	expect(schemaSlotOf(pod, env, kept)).toBeDefined();
});

test.each([
	["as it is named", (folder: string) => folder],
	["from the current folder", (folder: string) => relative(".", folder)],
	["not there yet", (folder: string) => join(folder, "cache")],
])(
	"--cache-dir, %s, is where it is kept, whatever the environment says",
	async (_, named) => {
		const folder = temporaryFolder(onTestFinished);
		const cacheDir = named(folder);
		const flags = { ...kept, "cache-dir": cacheDir };
		const entry = { services: [], symbols: [], files: [], described: [] };
		const environments = [{ XDG_CACHE_HOME: join(folder, "other") }, {}];
		for (const other of environments)
			await schemaSlotOf(pod, other, flags)?.write(entry);
		expect(readdirSync(join(cacheDir, "kubectl-grpc", "schema"))).toHaveLength(
			1,
		);
		expect(await schemaSlotOf(pod, {}, flags)?.read()).toEqual(entry);
	},
);

test("what another version of the plugin kept is not read: it may be less than the schema", async () => {
	const flags = { ...kept, "cache-dir": temporaryFolder(onTestFinished) };
	const entry = { services: [], symbols: [], files: [], described: [] };
	await schemaSlotOf(pod, {}, flags, "v1.0.0")?.write(entry);
	expect(await schemaSlotOf(pod, {}, flags, "v1.1.0")?.read()).toBeUndefined();
	expect(await schemaSlotOf(pod, {}, flags, "v1.0.0")?.read()).toEqual(entry);
});

test.each<[string, () => unknown]>([
	["an address", () => schemaSlotOf(address, env, kept)],
	["--no-cache", () => schemaSlotOf(pod, env, { ...kept, "no-cache": true })],
	["no cache folder", () => schemaSlotOf(pod, {}, kept)],
	[
		"an image without a digest",
		() => {
			const containers = container && [{ ...container, imageId: undefined }];
			const without = { ...pod.pod, containers: containers ?? [] };
			return schemaSlotOf({ ...pod, pod: without }, env, kept);
		},
	],
])("no schema is kept for %s", (_, slot) => {
	expect(slot()).toBeUndefined();
});
