import { isDeepStrictEqual } from "node:util";
import type { KubeObject, Manifest } from "../objects/metadata.ts";
import { safeHash } from "../objects/names.ts";
import type { PodTemplate } from "../objects/pod.ts";
import type { Deployment, ReplicaSet } from "../objects/workloads.ts";

/** The number of a Deployment's template, which `kubectl rollout history` shows. */
export const REVISION = "deployment.kubernetes.io/revision";
const HASH = "pod-template-hash";

/** Returns whether a ReplicaSet was made from the Deployment's current template. */
export function isNewOf(deployment: Deployment, set: ReplicaSet): boolean {
	return isDeepStrictEqual(
		withoutHash(set.spec.template),
		withoutHash(deployment.spec.template),
	);
}

function withoutHash(template: PodTemplate): unknown {
	const { [HASH]: _hash, ...labels } = template.metadata?.labels ?? {};
	return { ...template, metadata: { ...template.metadata, labels } };
}

/** Returns the revision of the new set: its own if that is the highest, otherwise the highest plus one. */
export function nextRevision(
	current: ReplicaSet | undefined,
	sets: readonly ReplicaSet[],
): string {
	const revisionOf = (set: ReplicaSet) =>
		Number(set.metadata.annotations?.[REVISION] ?? 0);
	const others = Math.max(
		0,
		...sets.filter((set) => set !== current).map(revisionOf),
	);
	const own = current ? revisionOf(current) : 0;
	return String(own > others ? own : others + 1);
}

/** Returns a ReplicaSet of the Deployment's current template, with no replicas. */
export function newReplicaSet(
	{ metadata, spec }: Deployment,
	revision: string,
): Manifest {
	const hash = safeHash(spec.template);
	const labels = { ...spec.template.metadata?.labels, [HASH]: hash };
	return {
		apiVersion: "apps/v1",
		kind: "ReplicaSet",
		metadata: {
			name: `${metadata.name}-${hash}`,
			...(metadata.namespace ? { namespace: metadata.namespace } : {}),
			labels,
			annotations: {
				...inheritedAnnotations(metadata.annotations),
				[REVISION]: revision,
			},
		},
		spec: {
			replicas: 0,
			selector: {
				...spec.selector,
				matchLabels: { ...spec.selector.matchLabels, [HASH]: hash },
			},
			template: {
				...spec.template,
				metadata: { ...spec.template.metadata, labels },
			},
		},
	};
}

function inheritedAnnotations(
	annotations: Readonly<Record<string, string>> = {},
) {
	const { "kubectl.kubernetes.io/last-applied-configuration": _, ...rest } =
		annotations;
	return rest;
}

/** Returns the object with its revision annotation. */
export function withRevision<T extends KubeObject>(
	object: T,
	revision: string,
): T {
	const annotations = { ...object.metadata.annotations, [REVISION]: revision };
	return { ...object, metadata: { ...object.metadata, annotations } };
}
