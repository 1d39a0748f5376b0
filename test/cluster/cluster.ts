// The real Kubernetes of the tests, for use by hand and in CI. README.md says how.
import { delimiter, join } from "node:path";
import { COMPONENTS, componentProcess } from "./components.ts";
import { startApiServer, stopApiServer } from "./control.ts";
import { removeCluster } from "./down.ts";
import { install } from "./install.ts";
import { insideNetwork } from "./network.ts";
import { isAlive, thisProcess } from "./processes.ts";
import { callInForeground } from "./shell.ts";
import {
	type Cluster,
	createCluster,
	keepCluster,
	keptCluster,
	knownClusters,
	kubeconfigPath,
	STATE_VARIABLE,
	surroundingCluster,
} from "./state.ts";
import { startCluster } from "./up.ts";

const USAGE = `usage: node test/cluster/cluster.ts COMMAND
  run -- PROGRAM ARGUMENTS…    start a cluster, run the program inside it, remove the cluster
  up                           start a cluster that stays
  exec -- PROGRAM ARGUMENTS…   run a program inside the cluster that stays
  apiserver stop|start         stop or start the API server of the cluster that stays
  status                       list the clusters of this machine
  down                         remove the cluster that stays, and those of runs that were killed`;

class UsageError extends Error {}

async function main(
	args: readonly string[],
	signal: AbortSignal,
): Promise<number> {
	const [command, ...rest] = args;
	switch (command) {
		case "run":
			return run(programOf(rest), signal);
		case "up":
			return up(signal);
		case "exec":
			return execute(existingCluster(), programOf(rest), signal);
		case "apiserver":
			return switchApiServer(rest[0]);
		case "status":
			return status();
		case "down":
			return down();
		default:
			throw new UsageError(USAGE);
	}
}

async function run(
	argv: readonly string[],
	signal: AbortSignal,
): Promise<number> {
	const cluster = await start(signal);
	try {
		return await execute(cluster, argv, signal);
	} finally {
		await remove(cluster);
	}
}

async function up(signal: AbortSignal): Promise<number> {
	const running = keptCluster();
	if (running === undefined || isAbandoned(running)) {
		keepCluster(await start(signal));
	} else report(`cluster ${running.id} is up already`);
	return 0;
}

async function down(): Promise<number> {
	for (const cluster of knownClusters().filter(
		(known) => known.lifetime.kind === "kept" || isAbandoned(known),
	)) {
		await remove(cluster);
	}
	return 0;
}

function status(): number {
	const clusters = knownClusters();
	for (const cluster of clusters) {
		const lifetime = isAbandoned(cluster) ? "abandoned" : cluster.lifetime.kind;
		console.log(
			[
				cluster.id,
				lifetime,
				cluster.folder,
				...COMPONENTS.map((name) => componentStatus(cluster, name)),
			].join("  "),
		);
	}
	return clusters.some((cluster) => cluster.lifetime.kind === "kept") ? 0 : 1;
}

function componentStatus(
	cluster: Cluster,
	name: (typeof COMPONENTS)[number],
): string {
	const identity = componentProcess(cluster, name);
	if (identity === undefined) return `${name}=stopped`;
	return `${name}=${isAlive(identity) ? identity.pid : "dead"}`;
}

async function switchApiServer(direction: string | undefined): Promise<number> {
	const cluster = surroundingCluster() ?? existingCluster();
	if (direction === "stop") await stopApiServer(cluster);
	else if (direction === "start") await startApiServer(cluster);
	else throw new UsageError(USAGE);
	return 0;
}

/** Starts a cluster for as long as this process runs. When the start fails, whatever it made is removed. */
async function start(signal: AbortSignal): Promise<Cluster> {
	for (const abandoned of knownClusters().filter(isAbandoned))
		await remove(abandoned);
	const toolchain = await install(report, signal);
	const cluster = createCluster(toolchain, thisProcess());
	report(`starting cluster ${cluster.id} in ${cluster.folder}`);
	try {
		await startCluster(cluster, report, signal);
		return cluster;
	} catch (error) {
		await remove(cluster);
		throw error;
	}
}

async function remove(cluster: Cluster): Promise<void> {
	const outcome = await removeCluster(cluster);
	report(`cluster ${cluster.id} ${outcome}`);
}

/**
 * Whether a killed run or a restart of the machine left the cluster behind. A kept cluster counts as in use while its etcd
 * runs.
 */
function isAbandoned(cluster: Cluster): boolean {
	const { lifetime } = cluster;
	const holder =
		lifetime.kind === "run"
			? lifetime.owner
			: componentProcess(cluster, "etcd");
	return holder === undefined || !isAlive(holder);
}

function execute(
	cluster: Cluster,
	argv: readonly string[],
	signal: AbortSignal,
): Promise<number> {
	const [program = "", ...args] = insideNetwork(cluster, argv);
	const env = {
		...process.env,
		PATH: `${join(cluster.toolchain, "bin")}${delimiter}${process.env["PATH"] ?? ""}`,
		KUBECONFIG: kubeconfigPath(cluster, "admin"),
		// Every cluster has the same address, and kubectl caches by address.
		KUBECACHEDIR: join(cluster.folder, "kube-cache"),
		KUBECTL_GRPC_TEST_CLUSTER: "real",
		[STATE_VARIABLE]: cluster.folder,
	};
	return callInForeground(program, args, { env, signal });
}

function existingCluster(): Cluster {
	const cluster = keptCluster();
	if (cluster === undefined)
		throw new Error("no cluster is up: node test/cluster/cluster.ts up");
	return cluster;
}

function programOf(args: readonly string[]): readonly string[] {
	const argv = args[0] === "--" ? args.slice(1) : args;
	if (argv.length === 0) throw new UsageError(USAGE);
	return argv;
}

const startedAt = performance.now();

function report(line: string): void {
	const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
	console.error(`[${seconds.padStart(5)} s] ${line}`);
}

const interrupted = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const)
	process.on(name, () => interrupted.abort());
try {
	process.exitCode = await main(process.argv.slice(2), interrupted.signal);
} catch (error) {
	process.exitCode = error instanceof UsageError ? 2 : 1;
	if (interrupted.signal.aborted) process.exitCode = 130;
	else console.error(error instanceof Error ? error.message : error);
}
