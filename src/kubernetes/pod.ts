/** How the kubelet probes a container, reduced to what gRPC diagnosis needs. */
export type Probe =
	| { readonly kind: "none" }
	| {
			readonly kind: "grpc";
			readonly port: number;
			readonly service: string;
			/** Without it the kubelet dials plaintext (KEP-2727). */
			readonly mode?: "TLS" | undefined;
	  }
	| { readonly kind: "tcp"; readonly port: number | string }
	| {
			readonly kind: "http";
			readonly port: number | string;
			readonly path: string;
	  }
	/** The command itself is not kept, since it may hold a password. */
	| {
			readonly kind: "exec";
			/** Set for a command that runs grpc_health_probe. */
			readonly asks: HealthQuestion | undefined;
	  };

/** What a probe asks gRPC health. */
export type HealthQuestion = {
	readonly port: number;
	/** Empty for the server as a whole; undefined when only the container knows it. */
	readonly service: string | undefined;
	readonly transport: "plaintext" | "tls";
};

export type ContainerPort = {
	readonly name: string | undefined;
	readonly port: number;
	readonly protocol: string;
};

export type Container = {
	readonly name: string;
	readonly image: string;
	/** Image digest as the kubelet reports it, once it has. */
	readonly imageId: string | undefined;
	readonly ports: readonly ContainerPort[];
	/** Its result makes the pod Ready. */
	readonly readiness: Probe;
	readonly liveness: Probe;
	readonly startup: Probe;
	/** As the kubelet reports it for this container alone: the container runs, and its readiness probe, if any, succeeds. */
	readonly ready: boolean;
	/** Whether its startup probe, if any, has succeeded since the container started; undefined when the kubelet has not reported it. */
	readonly started: boolean | undefined;
	/** A sidecar: a restartable init container, or one of the well-known injected proxies (istio-proxy, linkerd-proxy …). */
	readonly role: "application" | "sidecar";
};

/** Kubernetes' view of one pod, as plain data: what `kubectl get pod -o wide` shows and what findings need. */
export type Pod = {
	readonly namespace: string;
	readonly name: string;
	readonly uid: string;
	readonly node: string | undefined;
	readonly ip: string | undefined;
	/** What kubectl prints in its STATUS column: Running, Pending, CrashLoopBackOff, Completed, Terminating, Init:0/1 … */
	readonly status: string;
	readonly phase: string;
	/** `unknown` for an address that is no pod of the cluster. */
	readonly ready: "ready" | "not-ready" | "unknown";
	/** Readiness gates that keep the pod from being Ready, because their conditions are not True. Left out when that is not known. */
	readonly unmetGates?: readonly string[];
	readonly readyContainers: number;
	readonly totalContainers: number;
	readonly restarts: number;
	readonly terminating: boolean;
	/** ISO 8601, as the API gives it. */
	readonly createdAt: string;
	readonly labels: Readonly<Record<string, string>>;
	/** The containers that may serve, in the order of the spec. Init containers that run to their end are left out. */
	readonly containers: readonly Container[];
	/** The workload that owns the pod, by owner references alone: `deploy/user-service`, `sts/x`, or `pod/x` without an owner. */
	readonly workload: string;
	/** Why the pod, or one of its containers, does not run, when the cluster gives a reason. */
	readonly trouble: PodTrouble | undefined;
	/** The reason why a port-forward cannot work at all (Pending, Completed, no running container). */
	readonly unreachable: string | undefined;
	/** The container that ended and so keeps the pod, or a part of it, from running. */
	readonly ended: EndedContainer | undefined;
};

/** Why a pod does not run, or does not run in full. */
export type PodTrouble = {
	/** The container that does not run; undefined when it is not a single one. */
	readonly container: string | undefined;
	/** A clause: `container server is not running, last ended with exit code 137 (OOMKilled)`. */
	readonly message: string;
};

/** A container that ended, and which run's log says why: `last`, or `previous` when the next run is about to begin. */
export type EndedContainer = {
	readonly name: string;
	readonly run: "last" | "previous";
	readonly exitCode: number;
	/** `Error`, `Completed`, `OOMKilled` … */
	readonly reason: string | undefined;
};
