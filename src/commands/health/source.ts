import { setTimeout as pause } from "node:timers/promises";
import {
	type ConnectOptions,
	openAddressChannel,
	openPodChannel,
	preloadPodChannel,
} from "../../cli/connect.ts";
import { endpointTarget } from "../../cli/endpoint-target.ts";
import type { Aim } from "../../cli/pods.ts";
import { preloadChannel } from "../../grpc/open-channel.ts";
import type { ApiClient } from "../../kubernetes/api.ts";
import type { Cluster } from "../../kubernetes/cluster.ts";
import type { PodEvent, PodTarget } from "../../kubernetes/target.ts";
import { resolvePods } from "../../kubernetes/targets/resolve-pods.ts";
import { watchPods } from "../../kubernetes/targets/watch-pods.ts";
import { collectHealth } from "./collect.ts";
import type { HealthFact } from "./facts.ts";
import { followHealth } from "./follow.ts";
import type { OpenChannelTo, Questions } from "./questions.ts";

/** A cluster and the client of its API. */
export type Reach = { readonly cluster: Cluster; readonly api: ApiClient };

/** Where facts come from: the pods or addresses aimed at, and how to connect to them. */
export type Source = {
	readonly aim: Aim;
	/** Loads the cluster; not called for addresses. */
	readonly reach: () => Promise<Reach>;
	readonly connect: ConnectOptions;
	readonly questions: Questions;
	readonly signal: AbortSignal;
};

/** The facts of asking everything once. @throws PluginError when there is nothing to ask, or the API refuses */
export async function* factsOnce(
	source: Source,
): AsyncGenerator<HealthFact, void> {
	const { questions, signal } = source;
	const resolving = targetsOf(source);
	// While the API server answers there is time to evaluate HTTP/2 and gRPC.
	await (source.aim.kind === "endpoints"
		? preloadChannel()
		: preloadPodChannel());
	const targets = await resolving;
	yield* collectHealth(targets, questions, await opener(source), signal);
}

/** The facts of following everything until the signal aborts. @throws PluginError */
export async function* factsFollowed(
	source: Source,
): AsyncGenerator<HealthFact, void> {
	const { questions, signal } = source;
	yield* followHealth(
		await eventsOf(source),
		questions,
		await opener(source),
		signal,
	);
}

async function targetsOf({
	aim,
	reach,
	signal,
}: Source): Promise<readonly PodTarget[]> {
	if (aim.kind === "endpoints")
		return aim.endpoints.map(({ host, port }) => endpointTarget(host, port));
	const { api } = await reach();
	return resolvePods(api, aim.query, { signal });
}

async function eventsOf({
	aim,
	reach,
	signal,
}: Source): Promise<AsyncIterable<PodEvent>> {
	if (aim.kind === "endpoints") return endpointEvents(aim.endpoints, signal);
	const { api } = await reach();
	return watchPods(api, aim.query, { signal });
}

/** Addresses neither come nor go. */
async function* endpointEvents(
	endpoints: Extract<Aim, { kind: "endpoints" }>["endpoints"],
	signal: AbortSignal,
): AsyncGenerator<PodEvent, void> {
	for (const { host, port } of endpoints)
		yield { type: "appeared", target: endpointTarget(host, port) };
	yield { type: "synced" };
	while (!signal.aborted)
		await pause(60_000, undefined, { signal, ref: false }).catch(
			() => undefined,
		);
}

async function opener({ aim, reach, connect }: Source): Promise<OpenChannelTo> {
	if (aim.kind === "endpoints") {
		const byName = new Map(
			aim.endpoints.map(({ host, port }) => [
				endpointTarget(host, port).pod.name,
				{ host, port },
			]),
		);
		return (target, signal) => {
			const { host, port } = byName.get(target.pod.name) ?? {
				host: "",
				port: 0,
			};
			return openAddressChannel(host, port, connect, signal);
		};
	}
	const { cluster } = await reach();
	return (target, signal) => openPodChannel(cluster, target, connect, signal);
}
