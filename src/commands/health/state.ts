import { canBeAsked } from "../../cli/one-pod.ts";
import type { FailureFact } from "../../cli/recording/failure.ts";
import type { TransportFact } from "../../grpc/transport.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import {
	type AskedBy,
	type HealthAnswer,
	type HealthFact,
	type PodKey,
	podKey,
} from "./facts.ts";

export type Connection =
	| { readonly kind: "pending" }
	| { readonly kind: "connected"; readonly transport: TransportFact }
	| { readonly kind: "unreachable"; readonly failure: FailureFact };

/** The last answer for one service, and how it was asked. */
export type ServiceState = {
	readonly service: string;
	readonly askedBy: AskedBy;
	readonly answer: HealthAnswer;
};

/** All that is known of one pod. */
export type PodState = {
	readonly target: PodTarget;
	readonly connection: Connection;
	/** Whether a channel to it was ever open. */
	readonly reached: "never" | "once";
	/** By service name, in the order asked. */
	readonly services: ReadonlyMap<string, ServiceState>;
	/** Names the server has, from Health/List or reflection; undefined when not asked or not told. */
	readonly knownServices: readonly string[] | undefined;
};

/** The pods of a run by key, in the order in which they appeared. */
export type HealthState = ReadonlyMap<PodKey, PodState>;

export const NO_PODS: HealthState = new Map();

/** The state after one more fact. Facts about a pod that has gone change nothing. */
export function applyFact(state: HealthState, fact: HealthFact): HealthState {
	switch (fact.kind) {
		case "target":
			return withTarget(state, fact.target);
		case "target-gone":
			return new Map([...state].filter(([key]) => key !== fact.pod));
		case "connected":
			return withPod(state, fact.pod, {
				connection: { kind: "connected", transport: fact.transport },
				reached: "once",
			});
		case "unreachable":
		case "disconnected":
			// What a pod answered before says nothing about it now.
			return withPod(state, fact.pod, {
				connection: { kind: "unreachable", failure: fact.failure },
				services: new Map(),
			});
		case "services":
			return withPod(state, fact.pod, { knownServices: fact.names });
		case "answer":
			return withAnswer(state, fact);
		case "services-unknown":
		case "targets-complete":
		case "targets-interrupted":
			return state;
	}
}

function withTarget(state: HealthState, target: PodTarget): HealthState {
	const key = podKey(target.pod);
	return new Map(state).set(key, podNow(state.get(key), target));
}

function podNow(before: PodState | undefined, target: PodTarget): PodState {
	const unasked = {
		target,
		connection: { kind: "pending" },
		services: new Map(),
	} as const;
	if (before?.target.pod.uid !== target.pod.uid)
		return { ...unasked, reached: "never", knownServices: undefined };
	// A pod that has stopped is followed no more: nobody else tells that its connection is gone.
	return canBeAsked(target) ? { ...before, target } : { ...before, ...unasked };
}

function withPod(
	state: HealthState,
	key: PodKey,
	change: Partial<PodState>,
): HealthState {
	const before = state.get(key);
	return before === undefined
		? state
		: new Map(state).set(key, { ...before, ...change });
}

function withAnswer(
	state: HealthState,
	{ pod, service, askedBy, answer }: Extract<HealthFact, { kind: "answer" }>,
): HealthState {
	const before = state.get(pod);
	if (before === undefined) return state;
	const services = new Map(before.services).set(service, {
		service,
		askedBy,
		answer,
	});
	return withPod(state, pod, { services });
}
