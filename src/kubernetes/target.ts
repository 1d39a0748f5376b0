import type { PluginError } from "../errors.ts";
import type { Pod } from "./pod.ts";

/** A target that the user named on the command line, parsed and not yet looked up. */
export type TargetArgument = WorkloadArgument | EndpointArgument;

/** An address that is reached without the cluster: `grpc.example.com:443`. */
export type EndpointArgument = {
	readonly kind: "endpoint";
	/** An IPv6 address has no brackets here. */
	readonly host: string;
	readonly port: number;
};

/** An object of the cluster that leads to pods: `deploy/user-service`, `svc/user-service:grpc`, a bare pod name. */
export type WorkloadArgument = {
	readonly kind: "workload";
	/** The plural: `deployments`. */
	readonly resource: string;
	/** Undefined is the core group. */
	readonly group: string | undefined;
	readonly name: string;
	/** `svc/x:PORT`: a port for this target alone, by number or name. It overrides `--port`. */
	readonly port?: string;
};

/**
 * Which pods to find. Targets are looked up in one namespace and take no selector of their own; the command line refuses both together.
 * Without targets and selector, discovery finds every gRPC workload there.
 */
export type PodQuery = {
	readonly targets: readonly WorkloadArgument[];
	readonly namespace: string;
	readonly scope: "namespace" | "all-namespaces";
	readonly selector?: string;
	readonly fieldSelector?: string;
	/** `--port`: number or name. */
	readonly port?: string;
	readonly container?: string;
};

/** A remark about the choice of a port, for the user. */
export type PortNote =
	/** A headless Service does not translate its port: its DNS name resolves to pods, and clients dial the port that they name. */
	| {
			readonly kind: "headless-target-port";
			readonly service: string;
			readonly port: number;
			readonly targetPort: number;
	  }
	/** The Service also sends traffic to the pod while it is not Ready (`publishNotReadyAddresses`). */
	| { readonly kind: "publishes-not-ready"; readonly service: string }
	/** A clause for a user who finds the port wrong: other candidates, evidence that could not be read. */
	| { readonly kind: "remark"; readonly text: string };

/** Why this port was chosen, or why none could be. `-o wide` prints it, and findings use it as evidence. */
export type PortChoice =
	| {
			readonly kind: "chosen";
			readonly port: number;
			readonly container: string | undefined;
			readonly evidence:
				| "flag"
				| "service"
				| "grpc-probe"
				| "app-protocol"
				| "port-name"
				| "well-known-port"
				| "only-port"
				| "first-port";
			/** A clause for people: `port named grpc`, `--port`, `grpc readiness probe`, `targetPort of Service user-service`. */
			readonly reason: string;
			readonly notes: readonly PortNote[];
	  }
	| { readonly kind: "none"; readonly reason: string; readonly hint: string };

/** A pod to diagnose, with the port to dial and the target that led to the pod. */
export type PodTarget = {
	readonly pod: Pod;
	readonly port: PortChoice;
	/** `deploy/user-service`, `svc/user-service`, `pod/x`, the selector, or the workload that discovery found. */
	readonly origin: string;
};

/**
 * What a target lacks: further pods, pods of its latest template, the object itself, which has been deleted or is being deleted, or its
 * port, because its pods are asked on another one for another target.
 */
export type Lack = "pods" | "rollout" | "object" | "port";

/** A target without pods, or one that lacks something beside the pods it has, and why. */
export type LackingTarget = {
	/** The same as the origin of its pods would be. For discovery, the place where it looked. */
	readonly origin: string;
	/** Where it was looked for. Left out if that is any namespace. */
	readonly namespace?: string;
	/** The number of its pods that are expected to serve. Left out if it has no pods at all. */
	readonly pods?: number;
	/** What it lacks beside these pods. Without any pods it is left out, except for an object that is deleted. */
	readonly lacks?: Lack;
	readonly error: PluginError;
};

/** An event of a followed query. */
export type PodEvent =
	| {
			readonly type: "appeared" | "changed" | "gone";
			readonly target: PodTarget;
	  }
	/** The targets without pods, or that lack something, each with the error of a one-time lookup. Sent when they have changed. */
	| {
			readonly type: "without-pods";
			readonly targets: readonly LackingTarget[];
	  }
	/** All pods of the start have appeared, or the list is complete again after an interruption. */
	| { readonly type: "synced" }
	| {
			readonly type: "interrupted";
			readonly error: Error;
			readonly retryInMs: number;
	  }
	/**
	 * A target cannot be followed any more: it is none, as a Service that is an ExternalName now, or its pods cannot be read or watched.
	 * Its pods stay as they were until it can be followed again.
	 */
	| { readonly type: "refused"; readonly error: PluginError };
