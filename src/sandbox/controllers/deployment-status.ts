import {
	type Condition,
	timestamp,
	withCondition,
} from "../objects/metadata.ts";
import type { Deployment, ReplicaSet } from "../objects/workloads.ts";
import { isNewOf } from "./revision.ts";
import { share } from "./rollout.ts";

/** A Deployment's status from its ReplicaSets, and when its progress deadline wants another look. */
export function deploymentStatus(
	deployment: Deployment,
	sets: readonly ReplicaSet[],
): {
	readonly status: Deployment["status"];
	readonly againInMs: number | undefined;
} {
	const { spec, metadata } = deployment;
	const current = sets.find((set) => isNewOf(deployment, set));
	const total = (of: (set: ReplicaSet) => number | undefined) =>
		sets.reduce((sum, set) => sum + (of(set) ?? 0), 0);
	const replicas = total((set) => set.status.replicas);
	const available = total((set) => set.status.availableReplicas);
	const counts = {
		observedGeneration: metadata.generation ?? 0,
		replicas,
		updatedReplicas: current?.status.replicas ?? 0,
		readyReplicas: total((set) => set.status.readyReplicas),
		availableReplicas: available,
		unavailableReplicas: Math.max(0, spec.replicas - available),
	};
	const complete =
		counts.updatedReplicas === spec.replicas &&
		replicas === spec.replicas &&
		available === spec.replicas;
	const before = deployment.status.conditions ?? [];
	const name = current?.metadata.name ?? metadata.name;
	const progress = complete
		? completed(name)
		: progressOf(deployment, name, counts);
	const conditions = stamped(
		before,
		withCondition(
			withCondition(before, availabilityOf(deployment, available)),
			progress,
		),
	);
	return {
		status: { ...withoutZeros(counts), conditions },
		againInMs: complete || progress.status !== "True" ? undefined : 1000,
	};
}

type Counts = Required<
	Pick<
		Deployment["status"],
		"updatedReplicas" | "replicas" | "availableReplicas" | "readyReplicas"
	>
>;

function availabilityOf(
	{ spec }: Deployment,
	available: number,
): Omit<Condition, "lastTransitionTime"> {
	const maxUnavailable = share(
		spec.strategy.rollingUpdate?.maxUnavailable ?? 0,
		spec.replicas,
		Math.floor,
	);
	return available >= spec.replicas - maxUnavailable
		? {
				type: "Available",
				status: "True",
				reason: "MinimumReplicasAvailable",
				message: "Deployment has minimum availability.",
			}
		: {
				type: "Available",
				status: "False",
				reason: "MinimumReplicasUnavailable",
				message: "Deployment does not have minimum availability.",
			};
}

function completed(name: string): Omit<Condition, "lastTransitionTime"> {
	return {
		type: "Progressing",
		status: "True",
		reason: "NewReplicaSetAvailable",
		message: `ReplicaSet "${name}" has successfully progressed.`,
	};
}

function progressOf(
	deployment: Deployment,
	name: string,
	counts: Counts,
): Omit<Condition, "lastTransitionTime"> {
	const type = "Progressing";
	if (isStuck(deployment, counts))
		return {
			type,
			status: "False",
			reason: "ProgressDeadlineExceeded",
			message: `ReplicaSet "${name}" has timed out progressing.`,
		};
	return {
		type,
		status: "True",
		reason: "ReplicaSetUpdated",
		message: `ReplicaSet "${name}" is progressing.`,
	};
}

function isStuck({ spec, status }: Deployment, counts: Counts): boolean {
	const previous = status.conditions?.find(
		(condition) => condition.type === "Progressing",
	);
	if (!previous || previous.reason === "NewReplicaSetAvailable") return false;
	const moved =
		counts.updatedReplicas > (status.updatedReplicas ?? 0) ||
		counts.readyReplicas > (status.readyReplicas ?? 0) ||
		counts.availableReplicas > (status.availableReplicas ?? 0);
	if (moved) return false;
	const since = Date.parse(
		previous.lastUpdateTime ?? previous.lastTransitionTime,
	);
	return Date.now() - since > spec.progressDeadlineSeconds * 1000;
}

/** lastUpdateTime moves when anything about the condition does. */
function stamped(
	before: readonly Condition[],
	after: readonly Condition[],
): readonly Condition[] {
	return after.map((condition) => {
		const old = before.find(({ type }) => type === condition.type);
		const same =
			old?.reason === condition.reason && old?.message === condition.message;
		return {
			...condition,
			lastUpdateTime: (same ? old?.lastUpdateTime : undefined) ?? timestamp(),
		};
	});
}

/** The API leaves counts of zero out. */
function withoutZeros<T extends Readonly<Record<string, number>>>(
	counts: T,
): Partial<T> {
	return Object.assign(
		{},
		...Object.entries(counts)
			.filter(([, count]) => count !== 0)
			.map(([name, count]) => ({ [name]: count })),
	);
}
