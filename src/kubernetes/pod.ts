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
	/** The command itself, which may hold a password, is not kept. */
	| {
			readonly kind: "exec";
			/** Of one that runs grpc_health_probe. */
			readonly asks: HealthQuestion | undefined;
	  };

/** What a probe asks gRPC health. */
export type HealthQuestion = {
	readonly port: number;
	/** Empty for the server as a whole; undefined where only the container knows. */
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
	/** Image digest as the kubelet reports it, when it has. */
	readonly imageId: string | undefined;
	readonly ports: readonly ContainerPort[];
	/** Its answer makes the pod Ready. */
	readonly readiness: Probe;
	readonly liveness: Probe;
	readonly startup: Probe;
	/** What the kubelet says of this container alone: it runs, and its readiness probe, if it has one, succeeds. */
	readonly ready: boolean;
	/** Whether its startup probe, if it has one, has succeeded since the container came up; undefined where the kubelet has not said. */
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
	/** `unknown` for an address that is no pod of the cluster asked. */
	readonly ready: "ready" | "not-ready" | "unknown";
	/** Readiness gates that keep it from being Ready, as nobody has set their conditions to True; left out where that is not known. */
	readonly unmetGates?: readonly string[];
	readonly readyContainers: number;
	readonly totalContainers: number;
	readonly restarts: number;
	readonly terminating: boolean;
	/** ISO 8601, as the API gives it. */
	readonly createdAt: string;
	readonly labels: Readonly<Record<string, string>>;
	/** The containers that may serve, in the order of the spec; init containers that run to an end are left out. */
	readonly containers: readonly Container[];
	/** The workload that owns it, by owner references alone: `deploy/user-service`, `sts/x`, `pod/x` when nothing does. */
	readonly workload: string;
	/** What keeps it, or one of its containers, from running, where the cluster has said so. */
	readonly trouble: PodTrouble | undefined;
	/** When a port-forward cannot work at all: why (Pending, Completed, no running container). */
	readonly unreachable: string | undefined;
	/** The container that ended and keeps it, or a part of it, from running. */
	readonly ended: EndedContainer | undefined;
};

/** Why a pod does not run, or not in full. */
export type PodTrouble = {
	/** The container that does not run; undefined where it is not one alone. */
	readonly container: string | undefined;
	/** A clause: `container server is not running, last ended with exit code 137 (OOMKilled)`. */
	readonly message: string;
};

/** A container that ended, and where its log is: in the run that ended, or in that before the one which is to come. */
export type EndedContainer = {
	readonly name: string;
	readonly run: "last" | "previous";
};
