import type { Channel, RpcStatus } from "../../grpc/channel.ts";
import {
	checkHealth,
	type HealthResult,
	listHealth,
} from "../../grpc/health.ts";
import { grpcProbesOf } from "../../kubernetes/grpc-probes.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import { formatCount } from "../../render/prose.ts";
import {
	type HealthAnswer,
	type HealthFact,
	type PodKey,
	podKey,
} from "./facts.ts";
import { LONGEST_SERVICE, type Questions } from "./questions.ts";

/** A channel to a pod, and the limits within which it may be asked. */
export type Asked = {
	readonly target: PodTarget;
	readonly channel: Channel;
	readonly questions: Questions;
	readonly signal: AbortSignal;
};

/** Asks one pod all questions once: the services that it has where all are wanted, then each service's health. */
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

/** One Health/Check. */
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

/** The names to ask for, with what had to be found out for it: the flags' and the probes', or all that the server has. */
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
 * The names that probes ask gRPC health for: one that the server does not know, or that is not serving, keeps the pod out of rotation or
 * has it restarted.
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

/** More services than any server has; each is a question, and all are asked together. */
const MAX_SERVICES = 1_000;

/** What the server says it has: Health/List (gRFC A90), and where there is none the services that reflection lists. */
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

/** Undefined for names that can all be asked for. */
function whyTooMuch(names: readonly string[]): string | undefined {
	if (names.length > MAX_SERVICES)
		return `it lists ${formatCount(names.length)} services, more than the ${formatCount(MAX_SERVICES)} that are asked for`;
	const long = names.find(({ length }) => length > LONGEST_SERVICE);
	return long === undefined
		? undefined
		: `it lists a service by a name of ${formatCount(long.length)} characters, more than the ${formatCount(LONGEST_SERVICE)} that are asked for`;
}

/** Reflection lists gRPC's own services too; their health is nobody's question. */
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

/** A result of the health client as a fact; undecoded details stay behind. */
export function answerOf(result: HealthResult): HealthAnswer {
	if (result.kind === "answered")
		return {
			kind: "answered",
			status: result.status,
			latencyMs: result.latencyMs,
		};
	const { name: code, message, source } = result.status;
	return { kind: "failed", code, message, source, latencyMs: result.latencyMs };
}
