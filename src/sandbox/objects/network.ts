import type { KubeObject, StringMap } from "./metadata.ts";

export type Service = KubeObject & {
	readonly spec: {
		readonly type: string;
		readonly clusterIP?: string;
		readonly clusterIPs?: readonly string[];
		readonly externalIPs?: readonly string[];
		readonly externalName?: string;
		readonly selector?: StringMap;
		readonly ports?: readonly ServicePort[];
		readonly publishNotReadyAddresses?: boolean;
	};
};

export type ServicePort = {
	readonly name?: string;
	readonly port: number;
	readonly nodePort?: number;
	readonly protocol: string;
	readonly targetPort: number | string;
	readonly appProtocol?: string;
};

type ObjectReference = {
	readonly kind: string;
	readonly namespace: string;
	readonly name: string;
	readonly uid: string;
};

export type EndpointPort = {
	readonly name: string;
	readonly port: number;
	readonly protocol: string;
	readonly appProtocol?: string;
};

export type Endpoint = {
	readonly addresses: readonly string[];
	readonly conditions: {
		readonly ready: boolean;
		readonly serving: boolean;
		readonly terminating: boolean;
	};
	readonly nodeName?: string;
	readonly targetRef?: ObjectReference;
	readonly hostname?: string;
};

export type EndpointSlice = KubeObject & {
	readonly addressType: "IPv4";
	readonly endpoints: readonly Endpoint[] | null;
	readonly ports: readonly EndpointPort[] | null;
};

export type EndpointAddress = {
	readonly ip: string;
	readonly nodeName?: string;
	readonly targetRef?: ObjectReference;
};

/** core/v1 Endpoints, which Kubernetes still keeps for older clients. */
export type Endpoints = KubeObject & {
	readonly subsets?: readonly {
		readonly addresses?: readonly EndpointAddress[];
		readonly notReadyAddresses?: readonly EndpointAddress[];
		readonly ports?: readonly Omit<EndpointPort, "name">[];
	}[];
};
