import { type PodKey, podKey } from "../../cli/pod-name.ts";
import { type FailureFact, factOf } from "../../cli/recording/failure.ts";
import type { TransportFact } from "../../grpc/transport.ts";
import type {
	Lack,
	LackingTarget,
	PodTarget,
} from "../../kubernetes/target.ts";

/** The answer to one health question: a serving status, or how the RPC failed. */
export type HealthAnswer =
	| {
			readonly kind: "answered";
			/** SERVING, NOT_SERVING, UNKNOWN, SERVICE_UNKNOWN, or `UNRECOGNIZED(7)`. */
			readonly status: string;
			/** Null for a Watch, whose updates do not answer a question that was just asked. */
			readonly latencyMs: number | null;
	  }
	| {
			readonly kind: "failed";
			/** Canonical name of the gRPC code: `UNIMPLEMENTED`. */
			readonly code: string;
			readonly message: string;
			/** Whether the server sent this status, or the channel set it. */
			readonly source: "server" | "channel";
			/** Null for a Watch. */
			readonly latencyMs: number | null;
	  };

/** How an answer was obtained. `poll` replaces a Watch that the server does not implement, or has no room for. */
export type AskedBy = "check" | "watch" | "poll";

/** A target that has no pods, or lacks something beside the pods it has, and why. */
export type TargetWithoutPods = FailureFact & {
	/** `deploy/user-service`, a selector, or where discovery looked. */
	readonly origin: string;
	/** Where it was looked for. Left out if that is any namespace. */
	readonly namespace?: string;
	/** How many of its pods are expected to serve. Left out if it has no pods at all. */
	readonly pods?: number;
	/**
	 * What it lacks beside these pods: further ones (`pods`), some of its latest template (`rollout`), the object itself, which has
	 * been deleted or is being deleted (`object`), or its port, because they are asked on another one for another target (`port`).
	 * Without any pods it is left out, except for `object`.
	 */
	readonly lacks?: Lack;
};

/** Everything that `health` observes, in the order of observation. Plain JSON, so that a run can be recorded. */
export type HealthFact =
	| { readonly kind: "target"; readonly target: PodTarget }
	| { readonly kind: "target-gone"; readonly pod: PodKey }
	| { readonly kind: "targets-complete" }
	/** The targets that have no pods now, or lack something. Empty when all have what they should have again. */
	| {
			readonly kind: "targets-without-pods";
			readonly targets: readonly TargetWithoutPods[];
	  }
	/** One of these targets has had too few pods for a while, so a rollout in progress is not the cause. */
	| { readonly kind: "target-short"; readonly origin: string }
	| { readonly kind: "targets-interrupted"; readonly failure: FailureFact }
	| {
			readonly kind: "connected";
			readonly pod: PodKey;
			readonly transport: TransportFact;
	  }
	| {
			readonly kind: "unreachable";
			readonly pod: PodKey;
			readonly failure: FailureFact;
	  }
	| {
			readonly kind: "disconnected";
			readonly pod: PodKey;
			readonly failure: FailureFact;
	  }
	| {
			readonly kind: "services";
			readonly pod: PodKey;
			/** Where the names come from: Health/List (gRFC A90) or reflection. */
			readonly source: "health-list" | "reflection";
			readonly names: readonly string[];
	  }
	| {
			readonly kind: "services-unknown";
			readonly pod: PodKey;
			readonly reason: string;
	  }
	| {
			readonly kind: "answer";
			readonly pod: PodKey;
			readonly service: string;
			readonly askedBy: AskedBy;
			readonly answer: HealthAnswer;
	  }
	/** A wait was over after a pod had been tried for `triedMs` milliseconds. */
	| {
			readonly kind: "time-up";
			readonly pod: PodKey;
			readonly triedMs: number;
	  };

/** An answer to a health question. */
export type AnswerFact = Extract<HealthFact, { readonly kind: "answer" }>;

/** Passes a fact on. Resolves when there is room for more. */
export type Push = (fact: HealthFact) => Promise<void>;

/** Returns the fact about targets that have no pods, or lack something. */
export const withoutPods = (
	targets: readonly LackingTarget[],
): Extract<HealthFact, { kind: "targets-without-pods" }> => ({
	kind: "targets-without-pods",
	targets: targets.map(({ error, ...target }) => ({
		...target,
		...factOf(error),
	})),
});

/** Returns the pod that a fact is about; undefined for facts about targets and about the API server's stream. */
export function podOf(fact: HealthFact): PodKey | undefined {
	if (fact.kind === "target") return podKey(fact.target.pod);
	return "pod" in fact ? fact.pod : undefined;
}

/** Whether a connection to one target is also one to the other: both are the same incarnation of a pod, and the same port. */
export function isSameServer(a: PodTarget, b: PodTarget): boolean {
	return a.pod.uid === b.pod.uid && portOf(a) === portOf(b);
}

const portOf = ({ port }: PodTarget): number | undefined =>
	port.kind === "chosen" ? port.port : undefined;
