import { canBeAsked } from "../../cli/one-pod.ts";
import { type PodKey, podKey } from "../../cli/pod-name.ts";
import type { FailureFact } from "../../cli/recording/failure.ts";
import type { TransportFact } from "../../grpc/transport.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import {
	type AnswerFact,
	type AskedBy,
	type HealthAnswer,
	type HealthFact,
	isSameServer,
	type TargetWithoutPods,
} from "./facts.ts";

type Connection =
	| { readonly kind: "pending" }
	| { readonly kind: "connected"; readonly transport: TransportFact }
	| { readonly kind: "unreachable"; readonly failure: FailureFact };

/** The last answer for one service, and how it was asked. */
export type ServiceState = {
	readonly service: string;
	readonly askedBy: AskedBy;
	readonly answer: HealthAnswer;
};

/** An RPC that failed instead of giving a serving status. */
export type FailedAnswer = Extract<HealthAnswer, { kind: "failed" }>;

/** Service names: from Health/List those that the server keeps a status of, from reflection those that it serves. */
type KnownServices = Pick<
	Extract<HealthFact, { kind: "services" }>,
	"source" | "names"
>;

/** All that is known of one pod. */
export type PodState = {
	readonly target: PodTarget;
	readonly connection: Connection;
	/** By service name, in the order asked. */
	readonly services: ReadonlyMap<string, ServiceState>;
	/** The services that the server has; undefined if it was not asked, or did not say. */
	readonly knownServices: KnownServices | undefined;
	/** Why the services are not known, if the server was asked for them. */
	readonly servicesUnknown: string | undefined;
	/** For how many milliseconds the pod had been tried when a wait was over; undefined without a wait, or while it goes on. */
	readonly triedMs: number | undefined;
};

/** Everything that is known at one moment of a run. */
export type HealthState = {
	/** By key, in the order in which they appeared. */
	readonly pods: ReadonlyMap<PodKey, PodState>;
	readonly targetsWithoutPods: readonly TargetWithoutPods[];
	/** The origins of the targets that have had too few pods for a while, until they have all of them. */
	readonly short: ReadonlySet<string>;
	/** Why pods are not followed for now; undefined while they are. */
	readonly interruption: string | undefined;
};

/** Whether a fact is about a pod that is gone or has stopped since. A slow reader delays facts. */
export function isStale(state: HealthState, fact: HealthFact): boolean {
	if (fact.kind === "target" || !("pod" in fact)) return false;
	const target = state.pods.get(fact.pod)?.target;
	if (target === undefined) return true;
	return fact.kind !== "target-gone" && !canBeAsked(target);
}

/**
 * A state into which its one owner takes facts. A copy for each fact would take too long with thousands of pods. The pods in it are
 * never changed, only replaced.
 */
export type OwnState = {
	readonly pods: Map<PodKey, PodState>;
	targetsWithoutPods: readonly TargetWithoutPods[];
	short: ReadonlySet<string>;
	interruption: string | undefined;
};

/** A state in which nothing is known yet. */
export const newState = (): OwnState => ({
	pods: new Map(),
	targetsWithoutPods: [],
	short: new Set(),
	interruption: undefined,
});

/** Takes one more fact into a state. A fact that {@link isStale} changes nothing. */
export function takeFact(state: OwnState, fact: HealthFact): void {
	if (isStale(state, fact)) return;
	switch (fact.kind) {
		case "target": {
			const key = podKey(fact.target.pod);
			state.pods.set(key, podNow(state.pods.get(key), fact.target));
			break;
		}
		case "target-gone":
			state.pods.delete(fact.pod);
			break;
		case "targets-without-pods":
			state.targetsWithoutPods = fact.targets;
			state.short = stillShort(state, [...state.short]);
			break;
		case "target-short":
			state.short = stillShort(state, [...state.short, fact.origin]);
			break;
		case "targets-complete":
			state.interruption = undefined;
			break;
		case "targets-interrupted":
			state.interruption = fact.failure.message;
			break;
		default: {
			const before = state.pods.get(fact.pod);
			if (before !== undefined)
				state.pods.set(fact.pod, podAfter(before, fact));
		}
	}
}

/** A fact about a pod that is there. */
type FactOfPod = Exclude<
	Extract<HealthFact, { readonly pod: PodKey }>,
	{ readonly kind: "target-gone" }
>;

function podAfter(before: PodState, fact: FactOfPod): PodState {
	switch (fact.kind) {
		case "connected": {
			const { transport } = fact;
			return { ...before, connection: { kind: "connected", transport } };
		}
		case "unreachable":
		case "disconnected":
			// What a pod answered before says nothing about it now.
			return {
				...before,
				connection: { kind: "unreachable", failure: fact.failure },
				services: new Map(),
			};
		case "services":
			return {
				...before,
				knownServices: { source: fact.source, names: fact.names },
				servicesUnknown: undefined,
			};
		case "services-unknown":
			return {
				...before,
				knownServices: undefined,
				servicesUnknown: fact.reason,
			};
		case "answer":
			return withAnswer(before, fact);
		case "time-up":
			return { ...before, triedMs: fact.triedMs };
	}
}

function stillShort(
	{ targetsWithoutPods }: HealthState,
	origins: readonly string[],
): ReadonlySet<string> {
	const lacking = new Set(targetsWithoutPods.map(({ origin }) => origin));
	return new Set(origins.filter((origin) => lacking.has(origin)));
}

function podNow(before: PodState | undefined, target: PodTarget): PodState {
	const unasked = {
		target,
		connection: { kind: "pending" },
		services: new Map(),
		triedMs: undefined,
	} as const;
	if (before?.target.pod.uid !== target.pod.uid)
		return {
			...unasked,
			knownServices: undefined,
			servicesUnknown: undefined,
		};
	// No fact says that the connection is gone: a pod that has stopped is no longer followed, and one with another port is
	// dialled anew.
	return canBeAsked(target) && isSameServer(before.target, target)
		? { ...before, target }
		: { ...before, ...unasked };
}

/** Returns the pod with one more answer, which replaces an earlier one for the same service. */
export function withAnswer(
	pod: PodState,
	{ service, askedBy, answer }: AnswerFact,
): PodState {
	const services = new Map(pod.services);
	services.set(service, { service, askedBy, answer });
	return { ...pod, services };
}
