import { type PodKey, podKey } from "../../cli/pod-name.ts";
import type { Channel, RpcStatus } from "../../grpc/channel.ts";
import {
	checkHealth,
	type HealthResult,
	listHealth,
} from "../../grpc/health.ts";
import { grpcProbesOf } from "../../kubernetes/grpc-probes.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import { micros } from "../../micros.ts";
import { formatCount } from "../../render/prose.ts";
import type { HealthAnswer, HealthFact } from "./facts.ts";
import { LONGEST_SERVICE, type Questions } from "./questions.ts";

/** A pod and its channel, what to ask it, and the signal that ends the questions. */
export type Asked = {
	readonly target: PodTarget;
	readonly channel: Channel;
	readonly questions: Questions;
	readonly signal: AbortSignal;
};

/**
 * Asks one pod everything once: with `--all-services` first which services it has, then the health of each service. If the server
 * does not know a service, asks for those that it has.
 */
export async function* askOnce(asked: Asked): AsyncGenerator<HealthFact, void> {
	const pod = podKey(asked.target.pod);
	const listed = await servicesToAsk(asked);
	yield* listed.facts;
	const answers = await Promise.all(
		listed.names.map(async (service) => ({
			service,
			answer: await askService(asked, service),
		})),
	);
	for (const { service, answer } of answers)
		yield { kind: "answer", pod, service, askedBy: "check", answer };
	if (
		listed.facts.length === 0 &&
		answers.some(({ answer }) => isUnknown(answer))
	)
		yield* await knownServices(asked);
}

/** Asks one Health/Check and returns the answer. */
export async function askService(
	asked: Asked,
	service: string,
): Promise<HealthAnswer> {
	const { channel, questions, signal } = asked;
	const result = await checkHealth(channel, service, {
		deadlineMs: questions.rpcTimeoutMs,
		metadata: questions.metadata,
		signal,
	});
	return answerOf(result);
}

/**
 * Returns the services to ask for: those of the flags and the probes, or with `--all-services` also all that the server has.
 * `facts` hold what the server says about its services.
 */
export async function servicesToAsk(asked: Asked): Promise<{
	readonly names: readonly string[];
	readonly facts: readonly HealthFact[];
}> {
	const { services } = asked.questions;
	if (services.kind === "named")
		return {
			names: distinct([...services.names, ...probedNames(asked.target)]),
			facts: [],
		};
	const facts = await knownServices(asked);
	const known = facts.flatMap((fact) =>
		fact.kind === "services" ? fact.names : [],
	);
	return {
		names: distinct(["", ...known, ...probedNames(asked.target)]),
		facts,
	};
}

/**
 * Returns the services that the pod's probes ask gRPC health for. If the server does not know such a service, or it is not serving,
 * the pod is kept out of rotation or restarted.
 */
function probedNames({ pod, port }: PodTarget): readonly string[] {
	if (port.kind === "none") return [];
	return pod.containers
		.flatMap((container) => grpcProbesOf(container, port.port))
		.flatMap(({ asks }) => asks.service ?? []);
}

function distinct(names: readonly string[]): readonly string[] {
	return [...new Set(names)];
}

/**
 * Maximum number of services that are asked for, more than any server has. Each is one question, and all are asked at the
 * same time.
 */
const MAX_SERVICES = 1_000;

/** Asks the server which services it has: by Health/List (gRFC A90), and if that gives no list, by reflection. */
async function knownServices(asked: Asked): Promise<readonly HealthFact[]> {
	const { channel, questions, signal } = asked;
	const pod: PodKey = podKey(asked.target.pod);
	const limits = {
		deadlineMs: questions.rpcTimeoutMs,
		metadata: questions.metadata,
		signal,
	};
	const listed = await listHealth(channel, limits);
	if (listed.kind === "listed") {
		const names = [...listed.statuses.keys()].filter((name) => name !== "");
		return [servicesFact(pod, "health-list", names)];
	}
	const { listServices } = await import("../../grpc/reflection.ts");
	const reflected = await listServices(channel, limits);
	if (reflected.kind === "listed")
		return [servicesFact(pod, "reflection", reflected.services.filter(isOwn))];
	return [
		{ kind: "services-unknown", pod, reason: statusText(reflected.status) },
	];
}

function servicesFact(
	pod: PodKey,
	source: "health-list" | "reflection",
	names: readonly string[],
): HealthFact {
	const reason = whyTooMuch(names);
	return reason === undefined
		? { kind: "services", pod, source, names }
		: { kind: "services-unknown", pod, reason };
}

/** Returns why the services cannot all be asked for; undefined if they can. */
function whyTooMuch(names: readonly string[]): string | undefined {
	if (names.length > MAX_SERVICES)
		return `it lists ${formatCount(names.length)} services, more than the ${formatCount(MAX_SERVICES)} that are asked for`;
	const long = names.find(({ length }) => length > LONGEST_SERVICE);
	return long === undefined
		? undefined
		: `it lists a service by a name of ${formatCount(long.length)} characters, more than the ${formatCount(LONGEST_SERVICE)} that are asked for`;
}

/** Whether a service is not one of gRPC's own. Reflection lists those too, but nobody asks for their health. */
function isOwn(service: string): boolean {
	return !service.startsWith("grpc.");
}

function isUnknown(answer: HealthAnswer): boolean {
	return answer.kind === "failed" && answer.code === "NOT_FOUND";
}

function statusText(status: RpcStatus): string {
	return status.message === ""
		? status.name
		: `${status.name}: ${status.message}`;
}

/** Converts a result of the health client to a fact, without the undecoded details. */
export function answerOf(result: HealthResult): HealthAnswer {
	const latencyMs = micros(result.latencyMs);
	if (result.kind === "answered")
		return { kind: "answered", status: result.status, latencyMs };
	const { name: code, message, source } = result.status;
	return { kind: "failed", code, message, source, latencyMs };
}
