// Reads one long response from a pod, through a tunnel and a channel, with pauses. Prints what it cost as JSON. The RPC is
// ListUsers, whose users and LIST_REPEAT make the response long. Arguments: NAMESPACE POD.
import { setTimeout as pause } from "node:timers/promises";
import { openPodChannel } from "../../src/cli/connect.ts";
import type { Channel } from "../../src/grpc/channel.ts";
import { createApiClient } from "../../src/kubernetes/api.ts";
import { loadCluster } from "../../src/kubernetes/cluster.ts";
import { resolvePods } from "../../src/kubernetes/targets/resolve-pods.ts";
import { ownPeakBytes } from "./peak.ts";

/** After so many messages the reader pauses, so that the flow-control windows fill. */
const MESSAGES_BETWEEN_PAUSES = 64;
const PAUSE_MS = 100;

/** What the program prints. */
export type SlowRead = {
	readonly bytes: number;
	/** Highest resident set of the whole process. */
	readonly peakBytes: number;
	readonly wallMs: number;
};

async function main(namespace: string, pod: string): Promise<SlowRead> {
	const signal = AbortSignal.timeout(120_000);
	const cluster = await loadCluster({}, process.env);
	const [target] = await resolvePods(
		createApiClient(cluster),
		{
			namespace,
			scope: "namespace",
			targets: [
				{ kind: "workload", resource: "pods", group: undefined, name: pod },
			],
		},
		{ signal },
	);
	if (target === undefined) throw new Error(`no pod ${pod}`);
	const channel = await openPodChannel(
		cluster,
		target,
		{
			transport: { kind: "plaintext" },
			authority: undefined,
			connectTimeoutMs: 10_000,
		},
		signal,
	);
	try {
		return await readSlowly(channel);
	} finally {
		channel.close();
		cluster.close();
	}
}

async function readSlowly(channel: Channel): Promise<SlowRead> {
	const startMs = performance.now();
	const call = channel.call("/user.UserService/ListUsers");
	await call.send(new Uint8Array());
	call.closeSend();
	let bytes = 0;
	let messages = 0;
	for await (const message of call.responses) {
		bytes += message.length;
		messages += 1;
		if (messages % MESSAGES_BETWEEN_PAUSES === 0) await pause(PAUSE_MS);
	}
	const { name, message } = await call.status;
	if (name !== "OK") throw new Error(`ListUsers: ${name} ${message}`);
	return {
		bytes,
		peakBytes: ownPeakBytes(),
		wallMs: performance.now() - startMs,
	};
}

const [namespace = "", pod = ""] = process.argv.slice(2);
console.log(JSON.stringify(await main(namespace, pod)));
