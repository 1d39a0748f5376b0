import { aborted } from "../../abort.ts";
import { endpointTarget } from "../../cli/endpoint-target.ts";
import type { Aim } from "../../cli/pods.ts";
import { type Access, foundBy, openerOf } from "../../cli/reach.ts";
import type { PodEvent } from "../../kubernetes/target.ts";
import { watchPods } from "../../kubernetes/targets/watch-pods.ts";
import { collectHealth } from "./collect.ts";
import { type HealthFact, withoutPods } from "./facts.ts";
import { followHealth } from "./follow.ts";
import type { Questions } from "./questions.ts";

/** Where facts come from: the pods or addresses aimed at, how to connect to them, and what to ask. */
export type Source = Access & { readonly questions: Questions };

/** The facts of asking everything once. @throws PluginError when the API refuses what all targets need */
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

/** The facts of following everything until the signal aborts, and of waiting for what is not there yet. @throws PluginError */
export async function* factsFollowed(
	source: Source,
	absent: "refused" | "awaited",
): AsyncGenerator<HealthFact, void> {
	const { questions, signal } = source;
	yield* followHealth(
		await eventsOf(source, absent),
		questions,
		await openerOf(source),
		signal,
	);
}

async function eventsOf(
	{ aim, reach, signal }: Source,
	absent: "refused" | "awaited",
): Promise<AsyncIterable<PodEvent>> {
	if (aim.kind === "endpoints") return endpointEvents(aim.endpoints, signal);
	const { api } = await reach();
	return watchPods(api, aim.query, { signal, absent });
}

/** Addresses neither come nor go. */
async function* endpointEvents(
	endpoints: Extract<Aim, { kind: "endpoints" }>["endpoints"],
	signal: AbortSignal,
): AsyncGenerator<PodEvent, void> {
	for (const { host, port } of endpoints)
		yield { type: "appeared", target: endpointTarget(host, port) };
	yield { type: "synced" };
	await aborted(signal);
}
