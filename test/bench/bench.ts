// Measures on a real Kubernetes and writes docs/performance.md: `npm run bench`. Pairs are run in turn, A B A B, so that a machine
// whose speed drifts slows both; the ratio is the figure to quote.
import { writeFileSync } from "node:fs";
import { arch, cpus, totalmem } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createFleet, type Fleet, removeFleet } from "./fleet.ts";
import {
	cpuMsOf,
	exitOf,
	median,
	peakBytesOf,
	runOnce,
	start,
} from "./process.ts";

const PLUGIN = [
	process.execPath,
	fileURLToPath(new URL("../../bin/kubectl-grpc", import.meta.url)),
];
const BY_HAND = fileURLToPath(new URL("by-hand.sh", import.meta.url));
const REPLICAS = 50;
const PAIRS = 5;
/** Starts are short, so that more of them are needed to see a difference. */
const START_PAIRS = 20;
/** How long a watch is left to itself before and while its CPU time is read, in milliseconds. */
const SETTLE_MS = 10_000;
const IDLE_MS = 30_000;

type Row = {
	readonly what: string;
	readonly measured: string;
	readonly mark: string;
};

// It slows every start of Node, here and in the peers' favour.
delete process.env["NODE_EXTRA_CA_CERTS"];
const fleet = createFleet("bench", REPLICAS);
try {
	const rows = [
		await fleetHealth(fleet),
		await oneHealth(fleet),
		...(await starts(fleet)),
		...(await watching(fleet)),
	];
	const page = performancePage(rows);
	console.log(page);
	writeFileSync("docs/performance.md", page);
} finally {
	removeFleet(fleet);
}

async function fleetHealth({ namespace, pods }: Fleet): Promise<Row> {
	const list = pods.map((pod) => `${namespace} ${pod}`).join("\n");
	const loop = ["bash", "-c", `echo '${list}' | xargs -P 8 -L 1 ${BY_HAND}`];
	const ours = [...PLUGIN, "health", "-n", namespace, "deploy/user-service"];
	return pairRow(
		`health of ${pods.length} pods, against a shell loop of kubectl port-forward and grpcurl, 8 at a time`,
		loop,
		ours,
		"8 or more",
	);
}

async function oneHealth({ namespace, pods }: Fleet): Promise<Row> {
	const [pod = ""] = pods;
	const ours = [...PLUGIN, "health", "-n", namespace, pod];
	return pairRow(
		"health of one pod, against the same by hand",
		[BY_HAND, namespace, pod],
		ours,
		"1 or more",
	);
}

async function starts({ namespace, pods }: Fleet): Promise<readonly Row[]> {
	const [pod = ""] = pods;
	const there = ["-n", namespace, pod];
	const rows = [
		[
			"version --client",
			["version", "--client"],
			["version", "--client"],
			1.25,
		],
		["--help", ["--help"], ["--help"], 1.25],
		["completion bash", ["completion", "bash"], ["completion", "bash"], 1.25],
		[
			"get pod, against health",
			["get", "pod", ...there],
			["health", ...there],
			0.67,
		],
	] as const;
	const measured: Row[] = [];
	for (const [what, theirs, ours, mark] of rows)
		measured.push(
			await pairRow(
				`kubectl's ${what}`,
				["kubectl", ...theirs],
				[...PLUGIN, ...ours],
				`${mark} or more`,
				START_PAIRS,
			),
		);
	return measured;
}

async function pairRow(
	what: string,
	theirs: readonly string[],
	ours: readonly string[],
	mark: string,
	count = PAIRS,
): Promise<Row> {
	await runOnce(theirs);
	await runOnce(ours);
	const pairs: { readonly theirMs: number; readonly ourMs: number }[] = [];
	for (let pair = 0; pair < count; pair++) {
		const { wallMs: theirMs } = await runOnce(theirs);
		const { wallMs: ourMs } = await runOnce(ours);
		pairs.push({ theirMs, ourMs });
	}
	const ratio = median(pairs.map(({ theirMs, ourMs }) => theirMs / ourMs));
	const theirTime = seconds(median(pairs.map(({ theirMs }) => theirMs)));
	const ourTime = seconds(median(pairs.map(({ ourMs }) => ourMs)));
	return {
		what,
		measured: `${theirTime} against ${ourTime}: ${ratio.toFixed(1)} times as fast`,
		mark,
	};
}

async function watching({ namespace }: Fleet): Promise<readonly Row[]> {
	const bare = start([process.execPath, "-e", "setTimeout(() => {}, 2000)"]);
	await pause(1_000);
	const bareBytes = peakBytesOf(bare.pid ?? 0);
	await exitOf(bare);
	const watch = start([
		...PLUGIN,
		"health",
		"-n",
		namespace,
		"deploy/user-service",
		"--watch",
	]);
	await pause(SETTLE_MS);
	const before = cpuMsOf(watch.pid ?? 0);
	await pause(IDLE_MS);
	const share = (cpuMsOf(watch.pid ?? 0) - before) / IDLE_MS;
	const aboveBytes = peakBytesOf(watch.pid ?? 0) - bareBytes;
	watch.kill("SIGINT");
	await exitOf(watch);
	return [
		{
			what: `peak memory with ${REPLICAS} tunnels open, above bare Node`,
			measured: `${Math.round(aboveBytes / 1e6)} MB`,
			mark: "under 120 MB",
		},
		{
			what: `--watch of ${REPLICAS} idle pods`,
			measured: `${(share * 100).toFixed(1)} % of a core`,
			mark: "under 2 %",
		},
	];
}

function seconds(ms: number): string {
	return `${(ms / 1_000).toFixed(2)} s`;
}

function performancePage(rows: readonly Row[]): string {
	const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${arch()}, Node ${process.version}`;
	return [
		"# Performance",
		"",
		`Measured by \`npm run bench\` on the real Kubernetes of test/cluster, API server, node and plugin on one machine: ${machine}. Medians of ${PAIRS} pairs, of ${START_PAIRS} where kubectl's start is the peer, run in turn after one warm-up; whole processes, from start to exit.`,
		"",
		"| what | measured | mark |",
		"|---|---|---|",
		...rows.map(
			({ what, measured, mark }) => `| ${what} | ${measured} | ${mark} |`,
		),
		"",
	].join("\n");
}
