import {
	isOf,
	type Kinds,
	type ResourceName,
	type ResourceType,
} from "../../objects/kinds.ts";
import type { KubeObject } from "../../objects/metadata.ts";
import {
	BINDING_COLUMNS,
	CONFIG_MAP_COLUMNS,
	EVENT_COLUMNS,
	NAMESPACE_COLUMNS,
	NODE_COLUMNS,
	SECRET_COLUMNS,
} from "./cluster-columns.ts";
import { AGE, type Column, NAME } from "./column.ts";
import {
	ENDPOINT_SLICE_COLUMNS,
	ENDPOINTS_COLUMNS,
	SERVICE_COLUMNS,
} from "./network-columns.ts";
import { POD_COLUMNS } from "./pod-columns.ts";
import {
	DAEMON_SET_COLUMNS,
	DEPLOYMENT_COLUMNS,
	JOB_COLUMNS,
	REPLICA_SET_COLUMNS,
	REPLICATION_CONTROLLER_COLUMNS,
	STATEFUL_SET_COLUMNS,
} from "./workload-columns.ts";

const COLUMNS: {
	readonly [R in ResourceName]?: readonly Column<Kinds[R]>[];
} = {
	pods: POD_COLUMNS,
	services: SERVICE_COLUMNS,
	endpoints: ENDPOINTS_COLUMNS,
	endpointslices: ENDPOINT_SLICE_COLUMNS,
	deployments: DEPLOYMENT_COLUMNS,
	replicasets: REPLICA_SET_COLUMNS,
	replicationcontrollers: REPLICATION_CONTROLLER_COLUMNS,
	statefulsets: STATEFUL_SET_COLUMNS,
	daemonsets: DAEMON_SET_COLUMNS,
	jobs: JOB_COLUMNS,
	nodes: NODE_COLUMNS,
	events: EVENT_COLUMNS,
	namespaces: NAMESPACE_COLUMNS,
	secrets: SECRET_COLUMNS,
	configmaps: CONFIG_MAP_COLUMNS,
	rolebindings: BINDING_COLUMNS,
	clusterrolebindings: BINDING_COLUMNS,
};

/** What a row contains besides its cells. */
export type RowObject = "Object" | "Metadata" | "None";

/** Returns a meta.k8s.io/v1 Table, which kubectl prints. */
export function tableOf(
	type: ResourceType,
	objects: readonly KubeObject[],
	metadata: object,
	rowObject: RowObject,
) {
	const columns = columnsOf(type.name);
	return {
		kind: "Table",
		apiVersion: "meta.k8s.io/v1",
		metadata,
		columnDefinitions: columns.map(
			({ name, type: kind, format, priority }) => ({
				name,
				type: kind,
				format,
				description: "",
				priority,
			}),
		),
		rows: objects.map((object) => ({
			cells: cellsOf(type.name, object),
			object: rowContent(object, rowObject),
		})),
	};
}

function columnsOf<R extends ResourceName>(
	resource: R,
): readonly Column<Kinds[R]>[] {
	return COLUMNS[resource] ?? [NAME, AGE];
}

function cellsOf(resource: ResourceName, object: KubeObject) {
	if (!isOf(resource, object)) return [];
	return columnsOf(resource).map(({ cell }) => cell(object));
}

function rowContent(object: KubeObject, content: RowObject) {
	switch (content) {
		case "Object":
			return object;
		case "None":
			return null;
		case "Metadata":
			return {
				kind: "PartialObjectMetadata",
				apiVersion: "meta.k8s.io/v1",
				metadata: object.metadata,
			};
	}
}
