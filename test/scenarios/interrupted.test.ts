// A signal may come at any moment of a run. The run ends with 130, and each file that it was writing is complete or does not
// exist.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadCluster } from "../../src/kubernetes/cluster.ts";
import { listenOnLoopback } from "../loopback.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment } from "./harness/manifests.ts";
import { hasControls, startPlugin } from "./harness/plugin.ts";

let cluster: TestCluster;
let api: URL;
const folder = temporaryFolder(afterAll);
const [temporary, cache, out] = ["tmp", "cache", "out"].map((name) =>
	join(folder, name),
) as [string, string, string];

beforeAll(async () => {
	cluster = await openCluster();
	await cluster.create(deployment("users", { replicas: 2 }));
	await cluster.ready("users", 2);
	const loaded = await loadCluster({}, { KUBECONFIG: cluster.kubeconfig });
	api = new URL(loaded.server);
	loaded.close();
});

afterAll(() => cluster[Symbol.asyncDispose]());

/** Listens in front of the API server and reports how many bytes have passed, in both directions together. */
async function startRelay(onBytes: (bytes: number) => void) {
	const sockets = new Set<Socket>();
	let passed = 0;
	const pass = (from: Socket, to: Socket) => {
		from.on("data", (chunk) => {
			passed += chunk.length;
			to.write(chunk);
			onBytes(passed);
		});
		from.on("close", () => to.destroy());
		from.on("error", () => {});
		sockets.add(from);
	};
	const server = createServer((socket) => {
		const onward = connect(Number(api.port), api.hostname);
		pass(socket, onward);
		pass(onward, socket);
	});
	const port = await listenOnLoopback(server);
	return {
		url: `https://127.0.0.1:${port}`,
		passed: () => passed,
		stop: () => {
			server.close();
			for (const socket of sockets) socket.destroy();
		},
	};
}

type Killing = { readonly at: number; readonly signal: NodeJS.Signals };

/** Runs a line to its end. `killing` sends a signal once so many bytes have passed. */
async function run(line: readonly string[], killing?: Killing) {
	for (const each of [temporary, cache, out]) {
		rmSync(each, { recursive: true, force: true });
		await mkdir(each);
	}
	let signalled = false;
	const relay = await startRelay((bytes) => {
		if (killing === undefined || bytes < killing.at || signalled) return;
		signalled = true;
		running.signal(killing.signal);
	});
	const running = startPlugin(
		[
			...line,
			`--server=${relay.url}`,
			`-n=${cluster.namespace}`,
			`--cache-dir=${cache}`,
		],
		{ KUBECONFIG: cluster.kubeconfig, TMPDIR: temporary },
	);
	const finished = await running.finished;
	relay.stop();
	return { ...finished, bytes: relay.passed(), signalled };
}

function expectNothingLeft(): void {
	expect(readdirSync(temporary)).toEqual([]);
	const files = readdirSync(cache, { recursive: true, encoding: "utf8" });
	expect(files.filter((name) => /\.[\da-f-]{36}$/.test(name))).toEqual([]);
	for (const name of readdirSync(out)) {
		const bytes = readFileSync(join(out, name));
		if (name.endsWith(".binpb"))
			expect(fromBinary(FileDescriptorSetSchema, bytes).file).not.toEqual([]);
		if (name.endsWith(".jsonl"))
			for (const line of bytes.toString("utf8").split("\n"))
				if (line !== "") JSON.parse(line);
	}
}

const LINES: readonly (readonly string[])[] = [
	["health", "deploy/users", "--record", join(out, "run.jsonl")],
	["list", "deploy/users", "--protoset-out", join(out, "x.binpb")],
	[
		"describe",
		"deploy/users",
		"--no-cache",
		"--protoset-out",
		join(out, "x.binpb"),
	],
	["diff", "deploy/users", "-o", "json"],
	[
		"call",
		"deploy/users",
		"user.UserService/ListUsers",
		"--all-pods",
		"--record",
		join(out, "run.jsonl"),
	],
];

// Windows has no signals: a process is ended there.
describe
	.skipIf(process.platform === "win32")
	.each(LINES.map((line) => ({ name: line[0], line })))("$name", ({ line }) => {
	test("ends by a signal at any moment", { timeout: 200_000 }, async () => {
		const whole = await run(line);
		expect(whole.status).toBe(0);
		expectNothingLeft();
		await fc.assert(
			fc.asyncProperty(
				fc.record({
					at: fc.integer({ min: 1, max: whole.bytes }),
					signal: fc.constantFrom("SIGINT", "SIGTERM", "SIGHUP"),
				}),
				async (killing) => {
					const { status, stderr, signalled } = await run(line, killing);
					// The last bytes may pass after everything has been printed.
					if (signalled && status !== 0) expect(status).toBe(130);
					expect(stderr).not.toMatch(/this is a bug|\n\s+at /);
					expect(hasControls(stderr)).toBe(false);
					expectNothingLeft();
				},
			),
			{ numRuns: 5 },
		);
	});
});
