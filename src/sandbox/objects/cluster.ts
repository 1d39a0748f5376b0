import type { Condition, KubeObject, StringMap } from "./metadata.ts";

export type Node = KubeObject & {
	readonly spec: { readonly unschedulable?: boolean; readonly podCIDR: string };
	readonly status: {
		readonly addresses: readonly {
			readonly type: string;
			readonly address: string;
		}[];
		readonly conditions: readonly Condition[];
		readonly nodeInfo: StringMap;
	};
};

export type Namespace = KubeObject & {
	readonly status: { readonly phase: "Active" | "Terminating" };
};

export type ConfigMap = KubeObject & {
	readonly data?: StringMap;
	readonly binaryData?: StringMap;
};

/** The values of `data` are base64. */
export type Secret = KubeObject & {
	readonly type?: string;
	readonly data?: StringMap;
};

export type Event = KubeObject & {
	readonly involvedObject: {
		readonly apiVersion: string;
		readonly kind: string;
		readonly namespace?: string;
		readonly name: string;
		readonly uid: string;
		readonly fieldPath?: string;
	};
	readonly type: "Normal" | "Warning";
	readonly reason: string;
	readonly message: string;
	readonly count: number;
	readonly firstTimestamp: string;
	readonly lastTimestamp: string;
	readonly source: { readonly component: string; readonly host?: string };
};

/** Role and ClusterRole. */
export type Role = KubeObject & { readonly rules?: readonly PolicyRule[] };

export type PolicyRule = {
	readonly verbs: readonly string[];
	readonly apiGroups?: readonly string[];
	readonly resources?: readonly string[];
	readonly resourceNames?: readonly string[];
	readonly nonResourceURLs?: readonly string[];
};

/** RoleBinding and ClusterRoleBinding. */
export type RoleBinding = KubeObject & {
	readonly roleRef: { readonly kind: string; readonly name: string };
	readonly subjects?: readonly {
		readonly kind: string;
		readonly name: string;
		readonly namespace?: string;
	}[];
};
