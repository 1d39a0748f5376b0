import { controllerOf } from "../objects/metadata.ts";
import { isFinished, type Pod } from "../objects/pod.ts";
import type { Deployment, ReplicaSet } from "../objects/workloads.ts";
import { isNewOf } from "./revision.ts";

/** A ReplicaSet and its new number of replicas. */
export type Scaling = { readonly set: ReplicaSet; readonly replicas: number };

/**
 * Returns the next steps of a Deployment's rollout; none when it is complete or must wait for pods.
 * @param pods all pods of its namespace
 */
export function scalingsOf(
	deployment: Deployment,
	sets: readonly ReplicaSet[],
	pods: readonly Pod[],
): readonly Scaling[] {
	const { strategy, replicas, paused } = deployment.spec;
	const current = sets.find((set) => isNewOf(deployment, set));
	const old = sets.filter((set) => set !== current && set.spec.replicas > 0);
	if (paused) return pausedScalings(replicas, current, old);
	if (!current) return [];
	if (strategy.type === "Recreate") {
		if (old.length > 0) return old.map((set) => ({ set, replicas: 0 }));
		const left = pods.some((pod) => isLeft(pod, current, sets));
		return left ? [] : changed([{ set: current, replicas }]);
	}
	return changed([
		growNew(deployment, current, old),
		...shrinkOld(deployment, current, old),
	]);
}

function changed(scalings: readonly Scaling[]): readonly Scaling[] {
	return scalings.filter(({ set, replicas }) => replicas !== set.spec.replicas);
}

/** A paused Deployment still follows `replicas`, if only one set has pods. */
function pausedScalings(
	replicas: number,
	current: ReplicaSet | undefined,
	old: readonly ReplicaSet[],
): readonly Scaling[] {
	const active = [...(current ? [current] : []), ...old];
	const [only] = active;
	return only && active.length === 1 ? changed([{ set: only, replicas }]) : [];
}

/** Returns whether a pod of an old set still exists, which Recreate waits for. */
function isLeft(
	pod: Pod,
	current: ReplicaSet,
	sets: readonly ReplicaSet[],
): boolean {
	const owner = controllerOf(pod)?.uid;
	return (
		!isFinished(pod) &&
		sets.some((set) => set !== current && set.metadata.uid === owner)
	);
}

/** Returns how far `maxSurge` lets the new set grow. */
function growNew(
	{ spec }: Deployment,
	current: ReplicaSet,
	old: readonly ReplicaSet[],
): Scaling {
	const { maxSurge } = limitsOf(spec);
	const total = sum([current, ...old], (set) => set.spec.replicas);
	const room = Math.max(0, spec.replicas + maxSurge - total);
	const missing = spec.replicas - current.spec.replicas;
	return {
		set: current,
		replicas: current.spec.replicas + Math.min(missing, missing > 0 ? room : 0),
	};
}

/** Returns how far the old sets shrink so that `replicas - maxUnavailable` pods stay available. Unavailable pods go first. */
function shrinkOld(
	{ spec }: Deployment,
	current: ReplicaSet,
	old: readonly ReplicaSet[],
): readonly Scaling[] {
	const { maxUnavailable } = limitsOf(spec);
	const minAvailable = spec.replicas - maxUnavailable;
	const total = sum([current, ...old], (set) => set.spec.replicas);
	const newUnavailable = current.spec.replicas - availableOf(current);
	let removable = total - minAvailable - newUnavailable;
	return old.map((set) => {
		const unhealthy = set.spec.replicas - availableOf(set);
		const healthyRemovable = Math.max(0, removable - unhealthy);
		const going = Math.min(
			set.spec.replicas,
			Math.max(0, Math.min(unhealthy, removable)) + healthyRemovable,
		);
		removable -= going;
		return { set, replicas: set.spec.replicas - going };
	});
}

function limitsOf({ replicas, strategy }: Deployment["spec"]) {
	const { maxSurge = "25%", maxUnavailable = "25%" } =
		strategy.rollingUpdate ?? {};
	const surge = share(maxSurge, replicas, Math.ceil);
	const unavailable = share(maxUnavailable, replicas, Math.floor);
	// With both at 0 a rollout could never proceed (pkg/controller/deployment/util ResolveFenceposts).
	return {
		maxSurge: surge,
		maxUnavailable: surge === 0 && unavailable === 0 ? 1 : unavailable,
	};
}

/** Returns a number as it is, and a percentage as its share of `of`, rounded by `round`. */
export function share(
	value: number | string,
	of: number,
	round: (exact: number) => number,
): number {
	if (typeof value === "number") return value;
	return round((Number.parseFloat(value) / 100) * of);
}

function availableOf(set: ReplicaSet): number {
	return Math.min(set.spec.replicas, set.status.availableReplicas ?? 0);
}

function sum(
	sets: readonly ReplicaSet[],
	of: (set: ReplicaSet) => number,
): number {
	return sets.reduce((total, set) => total + of(set), 0);
}
