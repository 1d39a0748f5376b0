// Runs that end before the API server has listed any pod, and the replays of their recordings.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { API_VERSION } from "../../../../src/cli/api-version.ts";
import { runInProcess } from "../../../in-process.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { tcpServer } from "../../tcp-server.ts";
import { factsOf, SERVING, target } from "./build.ts";

const folder = temporaryFolder(afterAll);
const file = join(folder, "recording.jsonl");

/** Returns a kubeconfig for an API server that accepts connections and never answers. */
async function silentServer(asked: () => void = () => {}): Promise<string> {
	const port = await tcpServer(asked);
	const kubeconfig = join(folder, "kubeconfig");
	const cluster = { server: `http://127.0.0.1:${port}` };
	writeFileSync(
		kubeconfig,
		JSON.stringify({
			clusters: [{ name: "silent", cluster }],
			contexts: [{ name: "silent", context: { cluster: "silent", user: "" } }],
			"current-context": "silent",
		}),
	);
	return kubeconfig;
}

const shown = (...flags: readonly string[]) =>
	runInProcess(["health", "--replay", file, ...flags], { env: {} });

const SHOWN = [[[]], [["--wait"]], [["--watch"]], [["-o", "json"]]] as const;

test.each(SHOWN)(
	"--wait whose time is over is an error, and so is its recording with %j",
	async (flags) => {
		const kubeconfig = await silentServer();
		const then = await runInProcess(
			[
				...["health", "deploy/x", "--wait=50ms", "--record", file],
				...["--kubeconfig", kubeconfig],
			],
			{ env: {} },
		);
		expect(then).toMatchObject({ status: 2, stdout: "" });
		expect(then.stderr).toContain("error: no pods were listed within 50ms\n");
		expect(await shown(...flags)).toEqual(then);
	},
);

test.each(SHOWN)(
	"a run that was interrupted prints nothing, and so does the replay with %j",
	async (flags) => {
		const leaving = new AbortController();
		const kubeconfig = await silentServer(() => leaving.abort());
		const then = await runInProcess(
			["health", "--watch", "--record", file, "--kubeconfig", kubeconfig],
			{ env: {}, signal: leaving.signal },
		);
		expect(then).toMatchObject({ stdout: "", stderr: "" });
		expect(readFileSync(file, "utf8")).toContain('"health"');
		expect(await shown(...flags)).toEqual({ ...then, status: 130 });
	},
);

test.each([
	["watch", { kind: "watch" }, 2],
	["wait", { kind: "wait", timeoutMs: 1_000 }, 2],
	["single check, which lists them before it asks,", { kind: "once" }, 0],
])(
	"the end of a recorded %s that was over before all pods were listed is no verdict on all",
	async (_, mode, status) => {
		const services = { kind: "named", names: [""] };
		const lines = [
			{
				apiVersion: API_VERSION,
				kind: "Recording",
				command: "health",
				startedAt: "2026-01-01T00:00:00.000Z",
				view: { services, mode, scope: "namespace" },
			},
			...factsOf([[target("a"), { answers: { "": SERVING } }]]).map(
				(fact, index) => ({ atMs: index, fact }),
			),
		];
		writeFileSync(file, lines.map((line) => JSON.stringify(line)).join("\n"));
		const told = await shown();
		expect(told.status).toBe(status);
		expect(told.stdout).toContain(
			status === 0 ? "healthy: 1 of 1" : "degraded: 1 of 1 pod serving",
		);
		expect(told.stderr).toBe(
			status === 0
				? ""
				: "error: the recorded run was over before all pods were listed\n",
		);
	},
);
