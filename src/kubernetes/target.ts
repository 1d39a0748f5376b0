import type { PluginError } from "../errors.ts";
import type { Pod } from "./pod.ts";

/** What the user named on the command line, parsed and not yet looked up. */
export type TargetArgument = WorkloadArgument | EndpointArgument;

/** An address, reached without the cluster: `grpc.example.com:443`. */
export type EndpointArgument = {
	readonly kind: "endpoint";
	/** An IPv6 address comes without brackets. */
	readonly host: string;
	readonly port: number;
};

/** An object of the cluster that stands for pods: `deploy/user-service`, `svc/user-service:grpc`, a bare pod name. */
export type WorkloadArgument = {
	readonly kind: "workload";
	/** The plural: `deployments`. */
	readonly resource: string;
	/** Undefined is the core group. */
	readonly group: string | undefined;
	readonly name: string;
	/** `svc/x:PORT`: a port of this target alone, by number or name; stronger than `--port`. */
	readonly port?: string;
};

/**
 * Which pods are meant. Targets are looked up in one namespace and go with no selector of their own (the command line is refused
 * otherwise). Neither targets nor a selector means discovery: every gRPC workload there.
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

/** Something about the choice of a port that is worth saying. */
export type PortNote =
	/** Nothing translates a headless Service's port: its DNS name gives pods, and clients dial the port they name. */
	| {
			readonly kind: "headless-target-port";
			readonly service: string;
			readonly port: number;
			readonly targetPort: number;
	  }
	/** The Service sends traffic to the pod while it is not Ready, too (`publishNotReadyAddresses`). */
	| { readonly kind: "publishes-not-ready"; readonly service: string }
	/** A clause for whoever finds the port to be the wrong one: other candidates, evidence that could not be read. */
	| { readonly kind: "remark"; readonly text: string };

/** Why this port was chosen, or why none could be: printed in `-o wide`, and evidence for findings. */
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

/** A pod to diagnose, with the port to dial and where it came from. */
export type PodTarget = {
	readonly pod: Pod;
	readonly port: PortChoice;
	/** `deploy/user-service`, `svc/user-service`, `pod/x`, the selector, or the workload that discovery found. */
	readonly origin: string;
};

/** A target without pods, or with fewer than it is to have, and why. */
export type LackingTarget = {
	/** As that of its pods would be; of discovery, where it looked. */
	readonly origin: string;
	/** How many it has that are expected to serve, where it is to have more, or some of them of its latest template. */
	readonly pods?: number;
	readonly error: PluginError;
};

/** What happens to the pods of a query while it is followed. */
export type PodEvent =
	| {
			readonly type: "appeared" | "changed" | "gone";
			readonly target: PodTarget;
	  }
	/** The targets that have no pods now, or too few, each by the error that it is where pods are looked up once; told when they are others than before. */
	| {
			readonly type: "without-pods";
			readonly targets: readonly LackingTarget[];
	  }
	/** Everything there was at the start has appeared, or the list is whole again after an interruption. */
	| { readonly type: "synced" }
	| {
			readonly type: "interrupted";
			readonly error: Error;
			readonly retryInMs: number;
	  }
	/**
	 * A target is none any more, as a Service that is an ExternalName now, or which pods it has cannot be read, or not be watched: they are
	 * left as they were, until it is one again.
	 */
	| { readonly type: "refused"; readonly error: PluginError };
