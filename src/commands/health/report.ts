import { API_VERSION } from "../../cli/api-version.ts";
import type { Finding } from "../../findings/finding.ts";
import type { TransportFact } from "../../grpc/transport.ts";
import { isExpectedToServe } from "../../kubernetes/expected.ts";
import {
	answersOf,
	type CheckReport,
	checksOf,
	unansweredOf,
} from "./checks.ts";
import type { TargetWithoutPods } from "./facts.ts";
import { type Others, othersBeside } from "./findings/ended.ts";
import { judgePod } from "./findings/judge.ts";
import { countReplicas, type Replicas } from "./findings/siblings.ts";
import type { AskedServices } from "./questions.ts";
import type { HealthState, PodState } from "./state.ts";
import { type HealthSummary, summarize } from "./verdict.ts";

/** One pod, or one address that was reached without a cluster. */
export type PodReport = {
	/** Empty for an address. */
	readonly namespace: string;
	readonly name: string;
	/** What the pod was found by: `deploy/user-service`, a selector, or the workload that discovery named. */
	readonly origin: string;
	readonly node: string | null;
	readonly ready: boolean;
	/** Number of ready containers. With `totalContainers` as in kubectl's READY column. */
	readonly readyContainers: number;
	readonly totalContainers: number;
	/** kubectl's STATUS column. */
	readonly status: string;
	readonly restarts: number;
	readonly createdAt: string;
	readonly terminating: boolean;
	/** False for pods that are not expected to serve: terminating, completed or failed ones. */
	readonly counted: boolean;
	readonly port: number | null;
	readonly portReason: string;
	readonly transport: TransportFact | null;
	readonly checks: readonly CheckReport[];
	readonly findings: readonly Finding[];
};

export type HealthReport = {
	readonly apiVersion: typeof API_VERSION;
	readonly kind: "HealthReport";
	readonly pods: readonly PodReport[];
	readonly targetsWithoutPods: readonly TargetWithoutPods[];
	readonly summary: HealthSummary;
};

/** Returns the report of a state: the facts and findings of each pod, and a summary. Pure. */
export function healthReport(
	state: HealthState,
	asked: AskedServices,
): HealthReport {
	const { targetsWithoutPods } = state;
	const all = [...state.pods.values()];
	const replicasOf = countReplicas(state.pods);
	const othersOf = othersBeside(all);
	const pods = all.map((pod) =>
		podReport(pod, asked, {
			replicas: replicasOf(pod),
			others: othersOf(pod),
		}),
	);
	return {
		apiVersion: API_VERSION,
		kind: "HealthReport",
		pods,
		targetsWithoutPods,
		summary: summarize(pods, targetsWithoutPods.length),
	};
}

/** What the other pods tell about a pod: its replicas, and what matters to a pod that has ended. */
type Beside = {
	readonly replicas: Replicas | undefined;
	readonly others: Others;
};

function podReport(
	pod: PodState,
	asked: AskedServices,
	{ replicas, others }: Beside,
): PodReport {
	const { pod: facts, port, origin } = pod.target;
	return {
		namespace: facts.namespace,
		name: facts.name,
		origin,
		node: facts.node ?? null,
		ready: facts.ready === "ready",
		readyContainers: facts.readyContainers,
		totalContainers: facts.totalContainers,
		status: facts.status,
		restarts: facts.restarts,
		createdAt: facts.createdAt,
		terminating: facts.terminating,
		counted: isExpectedToServe(facts),
		port: port.kind === "chosen" ? port.port : null,
		portReason: port.reason,
		transport:
			pod.connection.kind === "connected" ? pod.connection.transport : null,
		checks: checksOf(pod, asked),
		findings: judgePod(
			pod,
			{
				wanted: asked.kind,
				answers: answersOf(pod, asked),
				unanswered: unansweredOf(pod, asked),
			},
			replicas,
			others,
		),
	};
}
