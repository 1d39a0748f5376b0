import type { Condition, KubeObject, StringMap } from "./metadata.ts";
import type { PodTemplate } from "./pod.ts";
import type { LabelSelector } from "./selector.ts";

export type ReplicaSet = KubeObject & {
	readonly spec: {
		readonly replicas: number;
		readonly selector: LabelSelector;
		readonly template: PodTemplate;
	};
	readonly status: ReplicaCounts & { readonly fullyLabeledReplicas?: number };
};

export type ReplicationController = KubeObject & {
	readonly spec: {
		readonly replicas: number;
		readonly selector: StringMap;
		readonly template: PodTemplate;
	};
	readonly status: ReplicaCounts & { readonly fullyLabeledReplicas?: number };
};

type ReplicaCounts = {
	readonly replicas: number;
	readonly readyReplicas?: number;
	readonly availableReplicas?: number;
	readonly observedGeneration?: number;
};

export type Deployment = KubeObject & {
	readonly spec: {
		readonly replicas: number;
		readonly paused?: boolean;
		readonly selector: LabelSelector;
		readonly strategy: {
			readonly type: "RollingUpdate" | "Recreate";
			readonly rollingUpdate?: {
				readonly maxSurge: number | string;
				readonly maxUnavailable: number | string;
			};
		};
		readonly template: PodTemplate;
	};
	readonly status: Partial<ReplicaCounts> & {
		readonly updatedReplicas?: number;
		readonly unavailableReplicas?: number;
		readonly conditions?: readonly Condition[];
	};
};

export type StatefulSet = KubeObject & {
	readonly spec: {
		readonly replicas: number;
		readonly serviceName: string;
		readonly podManagementPolicy: "OrderedReady" | "Parallel";
		readonly updateStrategy: {
			readonly type: "RollingUpdate" | "OnDelete";
			readonly rollingUpdate?: { readonly partition?: number };
		};
		readonly selector: LabelSelector;
		readonly template: PodTemplate;
	};
	readonly status: Partial<ReplicaCounts> & {
		readonly currentReplicas?: number;
		readonly updatedReplicas?: number;
		readonly currentRevision?: string;
		readonly updateRevision?: string;
	};
};

export type DaemonSet = KubeObject & {
	readonly spec: {
		readonly selector: LabelSelector;
		readonly template: PodTemplate;
		readonly updateStrategy: { readonly type: "RollingUpdate" | "OnDelete" };
	};
	readonly status: {
		readonly currentNumberScheduled: number;
		readonly desiredNumberScheduled: number;
		readonly numberMisscheduled: number;
		readonly numberReady: number;
		readonly numberAvailable?: number;
		readonly numberUnavailable?: number;
		readonly updatedNumberScheduled?: number;
		readonly observedGeneration?: number;
	};
};

export type Job = KubeObject & {
	readonly spec: {
		readonly parallelism: number;
		readonly completions?: number;
		readonly backoffLimit: number;
		readonly suspend?: boolean;
		readonly selector: LabelSelector;
		readonly template: PodTemplate;
	};
	readonly status: {
		readonly active?: number;
		readonly ready?: number;
		readonly succeeded?: number;
		readonly failed?: number;
		readonly startTime?: string;
		readonly completionTime?: string;
		readonly conditions?: readonly Condition[];
	};
};
