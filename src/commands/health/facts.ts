import { type FailureFact, factOf } from "../../cli/recording/failure.ts";
import type { TransportFact } from "../../grpc/transport.ts";
import type { LackingTarget, PodTarget } from "../../kubernetes/target.ts";

/** What one health question was answered with: a serving status, or how the RPC failed instead. */
export type HealthAnswer =
	| {
			readonly kind: "answered";
			/** SERVING, NOT_SERVING, UNKNOWN, SERVICE_UNKNOWN, or `UNRECOGNIZED(7)`. */
			readonly status: string;
			/** Null from a Watch: its updates answer no question that was just asked. */
			readonly latencyMs: number | null;
	  }
	| {
			readonly kind: "failed";
			/** Canonical name of the gRPC code: `UNIMPLEMENTED`. */
			readonly code: string;
			readonly message: string;
			/** Whether the server said so, or the channel for it. */
			readonly source: "server" | "channel";
			/** Null from a Watch. */
			readonly latencyMs: number | null;
	  };

/** How an answer was obtained; `poll` stands for a Watch that the server does not implement, or has no room for. */
export type AskedBy = "check" | "watch" | "poll";

/** `NAMESPACE/NAME`: what facts about a pod refer to it by. */
export type PodKey = string;

/** A target that has no pods, or fewer than it is to have, and why. */
export type TargetWithoutPods = FailureFact & {
	/** `deploy/user-service`, a selector, or where discovery looked. */
	readonly origin: string;
	/** How many it has that are expected to serve, where it is to have more, or some of them of its latest template; left out where it has none at all. */
	readonly pods?: number;
};

/** Everything that `health` sees, in the order in which it is seen. Plain JSON, so that a run can be recorded. */
export type HealthFact =
	| { readonly kind: "target"; readonly target: PodTarget }
	| { readonly kind: "target-gone"; readonly pod: PodKey }
	| { readonly kind: "targets-complete" }
	/** Those of the targets that have no pods now, or too few; none when all have theirs again. */
	| {
			readonly kind: "targets-without-pods";
			readonly targets: readonly TargetWithoutPods[];
	  }
	/** One of them has had too few for a while: no rollout that goes on. */
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
			/** Whence the names come: Health/List (gRFC A90) or reflection. */
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
	/** A wait was over, for which a pod had been tried for so many milliseconds. */
	| {
			readonly kind: "time-up";
			readonly pod: PodKey;
			readonly triedMs: number;
	  };

/** The fact of targets without pods, or with too few. */
export const withoutPods = (targets: readonly LackingTarget[]): HealthFact => ({
	kind: "targets-without-pods",
	targets: targets.map(({ error, ...target }) => ({
		...target,
		...factOf(error),
	})),
});

/** The pod that a fact is about; undefined for the API server's stream. */
export function podOf(fact: HealthFact): PodKey | undefined {
	if (fact.kind === "target") return podKey(fact.target.pod);
	return "pod" in fact ? fact.pod : undefined;
}

/** Whether a connection to one is a connection to the other: of the same incarnation of a pod, and its port. */
export function isSameServer(a: PodTarget, b: PodTarget): boolean {
	return a.pod.uid === b.pod.uid && portOf(a) === portOf(b);
}

const portOf = ({ port }: PodTarget): number | undefined =>
	port.kind === "chosen" ? port.port : undefined;

/** The key of a pod in facts. */
export function podKey(pod: {
	readonly namespace: string;
	readonly name: string;
}): PodKey {
	return `${pod.namespace}/${pod.name}`;
}
