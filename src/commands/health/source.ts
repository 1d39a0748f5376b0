import { aborted, untilAborted } from "../../abort.ts";
import type { Access } from "../../cli/access.ts";
import type { Aim } from "../../cli/aim.ts";
import { endpointTarget } from "../../cli/endpoint-target.ts";
import { foundBy, openerOf } from "../../cli/targets.ts";
import type { PodEvent } from "../../kubernetes/target.ts";
import { watchPods } from "../../kubernetes/targets/watch-pods.ts";
import { collectHealth } from "./collect.ts";
import { type HealthFact, withoutPods } from "./facts.ts";
import { followHealth } from "./follow.ts";
import type { Questions } from "./questions.ts";
import { type Wait, withinWait } from "./wait.ts";

/** Where facts come from: the pods or addresses to ask, how to connect to them, and what to ask. */
export type Source = Access & { readonly questions: Questions };

/** Yields the facts of asking everything once. @throws PluginError when the API refuses what all targets need */
export async function* factsOnce(
	source: Source,
): AsyncGenerator<HealthFact, void> {
	const { questions, signal } = source;
	const { targets, lacking } = await foundBy(
		source,
		"needed",
		source.questions.concurrency,
	);
	if (lacking.length > 0) yield withoutPods(lacking);
	yield* collectHealth(targets, questions, await openerOf(source), signal);
}

/**
 * Yields the facts of following everything until the signal aborts.
 * @param onSignedIn called when the credentials for the cluster are there, if it needs any
 * @throws PluginError
 */
export async function* factsFollowed(
	source: Source,
	onSignedIn: () => void,
): AsyncGenerator<HealthFact, void> {
	const { questions, signal, aim, reach } = source;
	if (aim.kind === "pods")
		await untilAborted((await reach()).cluster.credentials(), signal);
	onSignedIn();
	const events = await eventsOf(source, "refused");
	yield* followHealth(events, questions, await openerOf(source), signal);
}

/** Yields the facts of following everything until a wait is over, including targets that do not exist yet. @throws PluginError */
export async function* factsAwaited(
	source: Source,
	wait: Wait,
): AsyncGenerator<HealthFact, void> {
	const within = withinWait(source, wait);
	const { questions, signal } = within;
	const events = await eventsOf(within, "awaited");
	const open = await openerOf(within);
	yield* followHealth(events, questions, open, signal, wait.over);
}

async function eventsOf(
	{ aim, reach, signal }: Source,
	absent: "refused" | "awaited",
): Promise<AsyncIterable<PodEvent>> {
	if (aim.kind === "endpoints") return endpointEvents(aim.endpoints, signal);
	const { api } = await reach();
	return watchPods(api, aim.query, { signal, absent });
}

/** Yields the addresses as targets. They neither come nor go. */
async function* endpointEvents(
	endpoints: Extract<Aim, { kind: "endpoints" }>["endpoints"],
	signal: AbortSignal,
): AsyncGenerator<PodEvent, void> {
	for (const { host, port } of endpoints)
		yield { type: "appeared", target: endpointTarget(host, port) };
	yield { type: "synced" };
	await aborted(signal);
}
