import type { PodKey, PodName } from "../../../cli/pod-name.ts";
import type { FailureFact } from "../../../cli/recording/failure.ts";
import type { PodOfMany } from "../../../cli/several-pods.ts";
import type { Metadata, RpcStatus } from "../../../grpc/channel.ts";
import type { SchemaFact } from "../../../schema/source/schema-fact.ts";
import type { Steps } from "../called.ts";
import type { CallEnd, Served, WithheldBody } from "../facts.ts";
import type { CallArguments } from "../options.ts";
import type { ServiceShare } from "../repeat/report.ts";
import type { Measured } from "../repeat/tally.ts";
import type { RouteTaken } from "../via/route-fact.ts";

/** The start of a call. */
export type RecordedCalled = Extract<RecordedFact, { kind: "called" }>;

/** Everything that a run observes of its calls. Plain JSON. */
export type RecordedFact =
	/** Comes before all others, if the run goes through a Service. */
	| RouteTaken
	/** The pods of a run that calls several pods, in the order in which they are shown. */
	| {
			readonly kind: "pods";
			readonly pods: readonly PodOfMany[];
			readonly via: ServiceShare | null;
	  }
	/** A call started. */
	| {
			readonly kind: "called";
			readonly pod: PodName;
			readonly steps: Steps;
			readonly service: string;
			readonly method: string;
			readonly schema: SchemaFact | SameSchema;
			/** The metadata of the request, without values that may be secret. */
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
			/** The message in base64, or what replaces it. */
			readonly body: string | WithheldBody;
			readonly atMs: number;
	  }
	/** Comes before the message that has these types packed in an Any. */
	| {
			readonly kind: "types";
			readonly pod: PodKey;
			readonly schema: SchemaFact;
	  }
	| RecordedEnd
	/** Comes after the end of a call whose method is not implemented. */
	| {
			readonly kind: "served";
			readonly pod: PodKey;
			readonly served: Served;
	  }
	/** One call of many. */
	| ({ readonly kind: "measured"; readonly pod: PodName } & Measured)
	/** The totals of a pod when its calls are over. */
	| {
			readonly kind: "counted";
			readonly pod: PodName;
			/** `package.Service/Method`. Missing if it was not learnt, and in recordings older than this field. */
			readonly method?: string | undefined;
			readonly connections: number;
			/** Null for a pod that was reachable to the end. */
			readonly unreachable: string | null;
			readonly hint: readonly string[];
	  };

/** Refers to the schema of a pod that was recorded earlier. */
export type SameSchema = { readonly sameAs: PodKey };

export type RecordedEnd = Omit<CallEnd, "status" | "fault"> & {
	readonly pod: PodKey;
	/** The details are in base64. */
	readonly status: Omit<RpcStatus, "details" | "quoted"> & {
		readonly details: string | null;
	};
	readonly fault: FailureFact | null;
};

/** The flags that say what was done. Flags that say how it is shown are not among them. */
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
	/** Missing in recordings older than these fields. */
	readonly "all-namespaces"?: boolean | undefined;
	readonly "keepalive-time"?: number | undefined;
	readonly compress?: string | undefined;
};

/** What a recording says about the run before its facts. */
export type RecordedView = {
	/** As the user typed it. */
	readonly method: string;
	readonly flags: RecordedFlags;
	readonly payloads: Payloads;
};

/** Whether a recording has messages, and other values that may be a user's data. */
export type Payloads = "kept" | "left-out";
