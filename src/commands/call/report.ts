import type { JsonValue } from "@bufbuild/protobuf";
import { API_VERSION } from "../../cli/api-version.ts";
import type { Metadata } from "../../grpc/channel.ts";
import type { StatusReport } from "./status-report.ts";

/** A metadata field. Fields keep the order in which they were received. */
export type MetadataField = { readonly name: string; readonly value: string };

/** How long the steps took, in milliseconds. Null: the step did not happen. */
export type CallTimings = {
	readonly resolveMs: number;
	readonly tunnelMs: number;
	readonly tlsMs: number | null;
	readonly settingsMs: number;
	readonly schemaMs: number;
	/** From the request to the first response. */
	readonly firstResponseMs: number | null;
	/** From the request to the status. */
	readonly callMs: number;
};

/** What one pod answered. */
export type PodAnswer = {
	/** The name of the pod, or the address, that was called. */
	readonly pod: string;
	readonly namespace: string;
	readonly headers: readonly MetadataField[];
	/**
	 * Responses as ProtoJSON. A response whose bytes are not of the promised type is `{"@error", "@value"}`. One that was not
	 * recorded is `{"@not-recorded"}`.
	 */
	readonly messages: readonly JsonValue[];
	readonly status: StatusReport;
	readonly trailers: readonly MetadataField[];
	readonly sent: number;
	readonly received: number;
	readonly timings: CallTimings;
};

/** A whole call, as `-o json` prints it. */
export type CallResult = PodAnswer & {
	readonly apiVersion: typeof API_VERSION;
	readonly kind: "CallResult";
	/** `pkg.Service/Method`. */
	readonly method: string;
};

/** Returns metadata in the form that a result has. */
export function metadataFields(metadata: Metadata): readonly MetadataField[] {
	return metadata.map(([name, value]) => ({ name, value }));
}

/** Returns the result of calling one pod. */
export function callResult(method: string, answer: PodAnswer): CallResult {
	return { apiVersion: API_VERSION, kind: "CallResult", method, ...answer };
}
