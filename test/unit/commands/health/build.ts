import type {
	HealthAnswer,
	HealthFact,
} from "../../../../src/commands/health/facts.ts";
import type { AskedServices } from "../../../../src/commands/health/questions.ts";
import {
	healthReport,
	type PodReport,
} from "../../../../src/commands/health/report.ts";
import {
	type HealthState,
	newState,
	takeFact,
} from "../../../../src/commands/health/state.ts";
import type { ErrorCode } from "../../../../src/errors.ts";
import type {
	CertificateFact,
	TransportFact,
} from "../../../../src/grpc/transport.ts";
import type {
	Container,
	HealthQuestion,
	Pod,
	Probe,
} from "../../../../src/kubernetes/pod.ts";
import type {
	PodTarget,
	PortChoice,
} from "../../../../src/kubernetes/target.ts";

const NO_PROBE: Probe = { kind: "none" };

export const GRPC_PROBE: Probe = { kind: "grpc", port: 50051, service: "" };
export const TCP_PROBE: Probe = { kind: "tcp", port: 50051 };
export const PROBE_OF_9090 = {
	kind: "grpc",
	port: 9090,
	service: "",
} as const satisfies Probe;
export const PROBE_OF_A = {
	kind: "grpc",
	port: 50051,
	service: "a.A",
} as const satisfies Probe;
/** Returns a probe that runs grpc_health_probe. */
export const program = (asks: Partial<HealthQuestion>): Probe => ({
	kind: "exec",
	asks: { port: 50051, service: "", transport: "plaintext", ...asks },
});

export const CHOSEN = {
	kind: "chosen",
	port: 50051,
	container: "server",
	evidence: "port-name",
	reason: "port named grpc",
	notes: [],
} as const satisfies PortChoice;

function container(
	readiness: Probe,
	ready: boolean,
	liveness: Probe = NO_PROBE,
): Container {
	return {
		name: "server",
		image: "user-service:v1",
		imageId: undefined,
		ports: [{ name: "grpc", port: 50051, protocol: "TCP" }],
		readiness,
		liveness,
		startup: NO_PROBE,
		ready,
		started: true,
		role: "application",
	};
}

/** The container of a Ready pod. */
export const SERVER = container(TCP_PROBE, true);

/** Returns a Ready pod of deploy/user-service, with some fields changed. */
export function target(
	suffix: string,
	{
		readiness = TCP_PROBE,
		liveness = NO_PROBE,
		port = CHOSEN,
		...pod
	}: Partial<Pod> & {
		readonly readiness?: Probe;
		readonly liveness?: Probe;
		readonly port?: PortChoice;
	} = {},
): PodTarget {
	const name = `user-service-7f98d6c569-${suffix}`;
	const ready = pod.ready ?? "ready";
	return {
		port,
		origin: "deploy/user-service",
		pod: {
			namespace: "shop",
			name,
			uid: name,
			node: "node-1",
			ip: "198.18.0.7",
			status: "Running",
			phase: "Running",
			readyContainers: ready === "ready" ? 1 : 0,
			totalContainers: 1,
			restarts: 0,
			terminating: false,
			createdAt: "2026-01-01T00:00:00Z",
			labels: {},
			containers: [container(readiness, ready === "ready", liveness)],
			workload: "deploy/user-service",
			trouble: undefined,
			unreachable: undefined,
			ended: undefined,
			...pod,
			ready,
		},
	};
}

export const PLAINTEXT: TransportFact = { kind: "plaintext", detected: true };

type Tls = Extract<TransportFact, { kind: "tls" }>;

/** Returns TLS with a certificate that is valid for 90 days and signed by an unknown authority, with some fields changed. */
export function tls(certificate: Partial<CertificateFact> = {}): Tls {
	return {
		kind: "tls",
		detected: true,
		version: "TLSv1.3",
		alpn: "h2",
		clientCertificate: "none",
		certificate: {
			subject: "CN=user-service",
			issuer: "CN=test authority",
			names: ["user-service"],
			validFrom: "2026-01-01T00:00:00.000Z",
			validTo: "2026-04-01T00:00:00.000Z",
			daysLeft: 90,
			sha256: "ab",
			verified: {
				ok: false,
				reason: "signed by an authority that is not known",
			},
			...certificate,
		},
	};
}

export const SERVING: HealthAnswer = {
	kind: "answered",
	status: "SERVING",
	latencyMs: 2.14,
};
export const NOT_SERVING: HealthAnswer = {
	kind: "answered",
	status: "NOT_SERVING",
	latencyMs: 1.9,
};

export function failed(
	code: string,
	message = "",
	source: "server" | "channel" = "server",
): HealthAnswer {
	return { kind: "failed", code, message, source, latencyMs: 3_000 };
}

/** What one pod gave: its answers by service, or why the connection failed. */
export type Seen =
	| {
			readonly transport?: TransportFact;
			readonly answers: Readonly<Record<string, HealthAnswer>>;
			/** "unlisted": the server does not list its services. */
			readonly services?: readonly string[] | "unlisted";
	  }
	| {
			readonly failure: Extract<HealthFact, { kind: "unreachable" }>["failure"];
	  }
	/** The pod gave nothing before a wait was over. `by` says whether it was connected by then. */
	| {
			readonly triedMs: number;
			readonly by: "connecting" | "connected";
	  };

/** Returns a pod's one answer, for the whole server. */
export const answered = (answer: HealthAnswer): Seen => ({
	answers: { "": answer },
});

/** Returns a pod whose connection failed. */
export const unreachable = (code: ErrorCode, message = "no"): Seen => ({
	failure: { code, message, hint: [] },
});

/** Returns the facts of a run over these pods, in a collector's order. */
export function factsOf(
	pods: readonly (readonly [PodTarget, Seen | undefined])[],
): readonly HealthFact[] {
	return pods.flatMap(([podTarget, seen]) => {
		const key = `${podTarget.pod.namespace}/${podTarget.pod.name}`;
		const first: HealthFact = { kind: "target", target: podTarget };
		return seen === undefined ? [first] : [first, ...factsSeen(key, seen)];
	});
}

function factsSeen(pod: string, seen: Seen): readonly HealthFact[] {
	if ("failure" in seen)
		return [{ kind: "unreachable", pod, failure: seen.failure }];
	if ("triedMs" in seen)
		return [
			...(seen.by === "connected"
				? [{ kind: "connected", pod, transport: PLAINTEXT } as const]
				: []),
			{ kind: "time-up", pod, triedMs: seen.triedMs },
		];
	return [
		{ kind: "connected", pod, transport: seen.transport ?? PLAINTEXT },
		...servicesFacts(pod, seen.services),
		...Object.entries(seen.answers).map(
			([service, answer]) =>
				({ kind: "answer", pod, service, askedBy: "check", answer }) as const,
		),
	];
}

function servicesFacts(
	pod: string,
	names: readonly string[] | "unlisted" | undefined,
): readonly HealthFact[] {
	if (names === undefined) return [];
	return names === "unlisted"
		? [{ kind: "services-unknown", pod, reason: "UNIMPLEMENTED" }]
		: [{ kind: "services", pod, source: "reflection", names }];
}

export const WHOLE_SERVER: AskedServices = { kind: "named", names: [""] };

/** Returns the state after these facts. */
export function stateAfter(
	facts: readonly HealthFact[],
	before: HealthState = newState(),
): HealthState {
	const state = { ...before, pods: new Map(before.pods) };
	for (const fact of facts) takeFact(state, fact);
	return state;
}

/** Returns the report of a run over these pods. */
export function reportOf(
	pods: readonly (readonly [PodTarget, Seen | undefined])[],
	asked: AskedServices = WHOLE_SERVER,
) {
	return healthReport(stateAfter(factsOf(pods)), asked);
}

/** Returns `CODE severity` of every finding about a pod. */
export function codesOf(pod: PodReport | undefined): readonly string[] {
	return (pod?.findings ?? []).map(
		({ code, severity }) => `${code} ${severity}`,
	);
}
