import { type Condition, withCondition } from "../objects/metadata.ts";
import type { Deployment, ReplicaSet } from "../objects/workloads.ts";
import { isNewOf } from "./revision.ts";
import { share } from "./rollout.ts";

/** Returns a Deployment's status from its ReplicaSets. */
export function deploymentStatus(
	deployment: Deployment,
	sets: readonly ReplicaSet[],
): Deployment["status"] {
	const { spec, metadata, status } = deployment;
	const current = sets.find((set) => isNewOf(deployment, set));
	const total = (of: (set: ReplicaSet) => number | undefined) =>
		sets.reduce((sum, set) => sum + (of(set) ?? 0), 0);
	const replicas = total((set) => set.status.replicas);
	const available = total((set) => set.status.availableReplicas);
	const updated = current?.status.replicas ?? 0;
	const complete = [updated, replicas, available].every(
		(count) => count === spec.replicas,
	);
	const name = current?.metadata.name ?? metadata.name;
	return {
		...withoutZeros({
			observedGeneration: metadata.generation ?? 0,
			replicas,
			updatedReplicas: updated,
			readyReplicas: total((set) => set.status.readyReplicas),
			availableReplicas: available,
			unavailableReplicas: Math.max(0, spec.replicas - available),
		}),
		conditions: withCondition(
			withCondition(
				status.conditions ?? [],
				availabilityOf(deployment, available),
			),
			complete ? completed(name) : progressing(name),
		),
	};
}

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

function progressing(name: string): Omit<Condition, "lastTransitionTime"> {
	return {
		type: "Progressing",
		status: "True",
		reason: "ReplicaSetUpdated",
		message: `ReplicaSet "${name}" is progressing.`,
	};
}

/** The API omits counts that are zero. */
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
