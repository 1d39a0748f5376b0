import type { Pod } from "./pod.ts";

/** What the user named on the command line, parsed and not yet looked up. */
export type TargetArgument =
	| {
			readonly kind: "workload";
			readonly resource: string;
			readonly group: string | undefined;
			readonly name: string;
	  }
	| { readonly kind: "endpoint"; readonly host: string; readonly port: number };

/** Which pods are meant. No arguments and no selector means discovery: every gRPC workload of the namespace. */
export type PodQuery = {
	readonly targets: readonly Extract<TargetArgument, { kind: "workload" }>[];
	readonly namespace: string;
	readonly scope: "namespace" | "all-namespaces";
	readonly selector?: string;
	readonly fieldSelector?: string;
	/** `--port`: number or name. */
	readonly port?: string;
	readonly container?: string;
};

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
			/** Facts about the choice worth saying: the headless Service's ignored targetPort, other candidates. */
			readonly notes: readonly string[];
	  }
	| { readonly kind: "none"; readonly reason: string; readonly hint: string };

/** A pod to diagnose, with the port to dial and where it came from. */
export type PodTarget = {
	readonly pod: Pod;
	readonly port: PortChoice;
	/** `deploy/user-service`, `svc/user-service`, `pod/x`, the selector, or the workload that discovery found. */
	readonly origin: string;
};
