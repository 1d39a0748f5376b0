import type { JsonValue } from "@bufbuild/protobuf";
import { API_VERSION } from "../../cli/structured.ts";
import type { Metadata } from "../../grpc/channel.ts";
import type { StatusReport } from "./status-report.ts";

/** A field of metadata, in the order received. */
export type MetadataField = { readonly name: string; readonly value: string };

/** How long the steps took, in milliseconds. Null: not done. */
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
	/** The pod, or the address, that was called. */
	readonly pod: string;
	readonly namespace: string;
	readonly headers: readonly MetadataField[];
	/** Responses as ProtoJSON; one whose bytes are not of the promised type is `{"@error", "@value"}`, one that was not recorded `{"@not-recorded"}`. */
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
