import type { API_VERSION } from "../../../cli/api-version.ts";

/**
 * The time from the start of a call to its status, in milliseconds. `min`, `mean` and `max` are exact, a quantile is up to 1 %
 * too high.
 */
export type LatencySummary = {
	readonly min: number;
	readonly mean: number;
	readonly p50: number;
	readonly p90: number;
	readonly p99: number;
	readonly max: number;
};

/** The calls that ended with one status. */
export type StatusStatistics = {
	readonly code: number;
	readonly name: string;
	readonly calls: number;
	/** The message of the first such call; empty for OK. */
	readonly message: string;
	readonly latencyMs: LatencySummary;
};

/** The calls of one pod. */
export type PodStatistics = {
	/** The name of the pod, or the address, that was called. `(no endpoint)` for calls while the Service had no endpoint. */
	readonly name: string;
	readonly namespace: string;
	/**
	 * Whether the pod is expected to serve. False for a terminating, completed or failed pod, which is not missed if it is not
	 * called.
	 */
	readonly counted: boolean;
	/** The number of calls that ended. */
	readonly calls: number;
	/** The most frequent status comes first. */
	readonly statuses: readonly StatusStatistics[];
	/** Of all calls. Null if there were none. */
	readonly latencyMs: LatencySummary | null;
	/** The number of messages that were received. */
	readonly received: number;
	/** The number of connections that were opened. */
	readonly connections: number;
	/** Why the pod was not called, or not called to the end. Null if it was. */
	readonly unreachable: string | null;
	/** What to do about that, one line each. */
	readonly hint: readonly string[];
};

/** How the endpoints of a Service were chosen. */
export type ServiceShare = {
	readonly service: string;
	/** `cluster-ip`: a new connection for each call, as kube-proxy would choose; `headless`: as a client's resolver would. */
	readonly addressing: "cluster-ip" | "headless";
	/** The number of endpoints that took new connections at the start. */
	readonly endpoints: number;
};

/** The statistics of repeated calls, as `-o json` prints them. */
export type CallStatistics = {
	readonly apiVersion: typeof API_VERSION;
	readonly kind: "CallStatistics";
	/** `package.Service/Method`. If no pod was called, the method as the user typed it. */
	readonly method: string;
	/** Null: each pod was called over its own connection. */
	readonly via: ServiceShare | null;
	/** The number of calls that the user asked for: of each pod, or of the Service. */
	readonly repeat: number;
	/** The number of calls under way at a time: for each pod, or for the Service. */
	readonly concurrency: number;
	/** The least time between two starts, in milliseconds. */
	readonly intervalMs: number;
	/** Milliseconds from the start of the first call to the end of the last. */
	readonly durationMs: number;
	readonly callsPerSecond: number;
	readonly calls: number;
	/** Of all pods. The most frequent status comes first. */
	readonly statuses: readonly StatusStatistics[];
	/** Of all calls of all pods. Null if there were none. */
	readonly latencyMs: LatencySummary | null;
	readonly received: number;
	readonly pods: readonly PodStatistics[];
};
