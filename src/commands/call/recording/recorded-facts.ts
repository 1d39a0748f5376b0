import type { PodName } from "../../../cli/pod-name.ts";
import type { FailureFact } from "../../../cli/recording/failure.ts";
import type { PodOfMany } from "../../../cli/several-pods.ts";
import type { Metadata, RpcStatus } from "../../../grpc/channel.ts";
import type { SchemaFact } from "../../../schema/source/schema-fact.ts";
import type { Steps } from "../called.ts";
import type { CallEnd, Served, WithheldBody } from "../facts.ts";
import type { CallArguments } from "../options.ts";
import type { ServiceShare } from "../repeat/statistics.ts";
import type { Measured } from "../repeat/tally.ts";
import type { RouteTaken } from "../via/route-fact.ts";

/** `NAMESPACE/NAME`: whose call a fact is of. */
export type PodKey = string;

/** The beginning of a call. */
export type RecordedCalled = Extract<RecordedFact, { kind: "called" }>;

/** Everything that is seen of the calls of a run. Plain JSON. */
export type RecordedFact =
	/** Before all others, where the run goes through a Service. */
	| RouteTaken
	/** The pods of a run that calls several, in the order of its view. */
	| {
			readonly kind: "pods";
			readonly pods: readonly PodOfMany[];
			readonly via: ServiceShare | null;
	  }
	/** A call began. */
	| {
			readonly kind: "called";
			readonly pod: PodName;
			readonly steps: Steps;
			readonly service: string;
			readonly method: string;
			readonly schema: SchemaFact | SameSchema;
			/** What went with it, without values that may be secret. */
			readonly metadata: Metadata;
	  }
	| {
			readonly kind: "not-called";
			readonly pod: PodName;
			readonly failure: FailureFact;
	  }
	| {
			readonly kind: "headers";
			readonly pod: PodKey;
			readonly metadata: Metadata;
	  }
	| {
			readonly kind: "response";
			readonly pod: PodKey;
			/** In base64, or what stands for it. */
			readonly body: string | WithheldBody;
			readonly atMs: number;
	  }
	/** Before the message that has such types packed in it. */
	| {
			readonly kind: "types";
			readonly pod: PodKey;
			readonly schema: SchemaFact;
	  }
	| RecordedEnd
	/** After the end of a call that is not implemented. */
	| {
			readonly kind: "served";
			readonly pod: PodKey;
			readonly served: Served;
	  }
	/** One call out of many. */
	| ({ readonly kind: "measured"; readonly pod: PodName } & Measured)
	/** What there is to say of a pod when its calls are over. */
	| {
			readonly kind: "counted";
			readonly pod: PodName;
			/** `package.Service/Method`. Missing where it was not learnt, and in recordings that are older than it. */
			readonly method?: string | undefined;
			readonly connections: number;
			/** Null for one that was there to the end. */
			readonly unreachable: string | null;
			readonly hint: readonly string[];
	  };

/** The schema of a pod that stands before. */
export type SameSchema = { readonly sameAs: PodKey };

export type RecordedEnd = Omit<CallEnd, "status" | "fault"> & {
	readonly pod: PodKey;
	/** With details in base64. */
	readonly status: Omit<RpcStatus, "details" | "quoted"> & {
		readonly details: string | null;
	};
	readonly fault: FailureFact | null;
};

/** Flags that say what was done, and not how it is shown. */
export type RecordedFlags = Pick<
	CallArguments["flags"],
	| "all-pods"
	| "repeat"
	| "concurrency"
	| "interval"
	| "via"
	| "max-time"
	| "max-msg-size"
> & {
	/** Missing in recordings that are older than it. */
	readonly "all-namespaces"?: boolean | undefined;
	readonly "keepalive-time"?: number | undefined;
	readonly compress?: string | undefined;
};

/** What a recording says of the run before its facts. */
export type RecordedView = {
	/** As it was asked for. */
	readonly method: string;
	readonly flags: RecordedFlags;
	readonly payloads: Payloads;
};

/** Whether messages, and what else may be anybody's data, are in a recording. */
export type Payloads = "kept" | "left-out";

/** The key of a pod in facts. */
export function podKey({ namespace, name }: PodName): PodKey {
	return `${namespace}/${name}`;
}
