// Compares health with the shell loop that people write, and measures what an idle watch costs.
import { setTimeout as pause } from "node:timers/promises";
import type { Fleet } from "./fleet.ts";
import { byHand, PAIRS, pairRow, type Row } from "./pair.ts";
import { PLUGIN } from "./plugin.ts";
import { cpuMsOf, exitOf, peakBytesOf, start } from "./process.ts";
import { START_PAIRS } from "./starts.ts";

const CHECK = [
	"grpcurl",
	"-plaintext",
	"ADDRESS",
	"grpc.health.v1.Health/Check",
];
/** How long a watch runs before its CPU time is read for the first time, and until the second time, in milliseconds. */
const SETTLE_MS = 10_000;
const IDLE_MS = 30_000;

/** Measures a check of all pods of the fleet. Both sides have to find the pods. */
export function fleetHealth(fleet: Fleet): Promise<Row> {
	return fleetRow(fleet, "", "8 or more", START_PAIRS);
}

/** The same with a far API server. `distance` says in the row how far it is. */
export function farFleetHealth(fleet: Fleet, distance: string): Promise<Row> {
	return fleetRow(fleet, distance, "none", PAIRS);
}

function fleetRow(
	{ namespace, pods }: Fleet,
	distance: string,
	mark: string,
	count: number,
): Promise<Row> {
	const list = `kubectl get pods -n ${namespace} -l app=user-service -o name | cut -d/ -f2`;
	const one = byHand(namespace, "POD", CHECK).join(" ");
	const loop = ["bash", "-c", `${list} | xargs -P 8 -I POD ${one}`];
	const ours = [...PLUGIN, "health", "-n", namespace, "deploy/user-service"];
	return pairRow(
		`health of ${pods.length} pods${distance}, against a shell loop of kubectl get pods, kubectl port-forward and grpcurl, 8 at a time`,
		loop,
		ours,
		mark,
		count,
	);
}

/** Measures a check of one pod of the fleet. */
export async function oneHealth({ namespace, pods }: Fleet): Promise<Row> {
	const [pod = ""] = pods;
	const ours = [...PLUGIN, "health", "-n", namespace, pod];
	return pairRow(
		"health of one pod, against the same by hand",
		byHand(namespace, pod, CHECK),
		ours,
		"1 or more",
	);
}

/** Measures a watch of the whole fleet: its memory, and its share of a core. */
export async function watching({
	namespace,
	pods,
}: Fleet): Promise<readonly Row[]> {
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
			what: `peak memory with ${pods.length} tunnels open, above bare Node`,
			measured: `${Math.round(aboveBytes / 1e6)} MB`,
			mark: "under 120 MB",
		},
		{
			what: `--watch of ${pods.length} idle pods`,
			measured: `${(share * 100).toFixed(1)} % of a core`,
			mark: "under 2 %",
		},
	];
}
