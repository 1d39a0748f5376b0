import type {
	ConfigMap,
	Event,
	Namespace,
	Node,
	RoleBinding,
	Secret,
} from "../../objects/cluster.ts";
import { isTrue } from "../../objects/metadata.ts";
import {
	AGE,
	ageOf,
	type Column,
	integer,
	NAME,
	text,
	wide,
} from "./column.ts";

const ROLE_LABEL = "node-role.kubernetes.io/";

export const NODE_COLUMNS: readonly Column<Node>[] = [
	NAME,
	text("Status", ({ spec, status }) =>
		[
			isTrue(status.conditions, "Ready") ? "Ready" : "NotReady",
			...(spec.unschedulable ? ["SchedulingDisabled"] : []),
		].join(","),
	),
	text(
		"Roles",
		({ metadata }) =>
			Object.keys(metadata.labels ?? {})
				.filter((label) => label.startsWith(ROLE_LABEL))
				.map((label) => label.slice(ROLE_LABEL.length))
				.join(",") || "<none>",
	),
	AGE,
	text("Version", info("kubeletVersion")),
	wide(
		"Internal-IP",
		({ status }) =>
			status.addresses.find(({ type }) => type === "InternalIP")?.address ??
			"<none>",
	),
	wide("External-IP", () => "<none>"),
	wide("OS-Image", info("osImage")),
	wide("Kernel-Version", info("kernelVersion")),
	wide("Container-Runtime", info("containerRuntimeVersion")),
];

function info(field: string): (node: Node) => string {
	return ({ status }) => status.nodeInfo[field] ?? "<unknown>";
}

export const EVENT_COLUMNS: readonly Column<Event>[] = [
	text("Last Seen", ({ lastTimestamp }) => ageOf(lastTimestamp)),
	text("Type", ({ type }) => type),
	text("Reason", ({ reason }) => reason),
	text(
		"Object",
		({ involvedObject: { kind, name } }) => `${kind.toLowerCase()}/${name}`,
	),
	wide("Subobject", ({ involvedObject }) => involvedObject.fieldPath ?? ""),
	wide("Source", ({ source: { component, host } }) =>
		host ? `${component}, ${host}` : component,
	),
	text("Message", ({ message }) => message.trim()),
	wide("First Seen", ({ firstTimestamp }) => ageOf(firstTimestamp)),
	wide("Count", ({ count }) => count),
	{ ...NAME, priority: 1 },
];

export const NAMESPACE_COLUMNS: readonly Column<Namespace>[] = [
	NAME,
	text("Status", ({ status }) => status.phase),
	AGE,
];

export const SECRET_COLUMNS: readonly Column<Secret>[] = [
	NAME,
	text("Type", ({ type = "Opaque" }) => type),
	integer("Data", ({ data = {} }) => Object.keys(data).length),
	AGE,
];

export const CONFIG_MAP_COLUMNS: readonly Column<ConfigMap>[] = [
	NAME,
	integer(
		"Data",
		({ data = {}, binaryData = {} }) =>
			Object.keys(data).length + Object.keys(binaryData).length,
	),
	AGE,
];

export const BINDING_COLUMNS: readonly Column<RoleBinding>[] = [
	NAME,
	text("Role", ({ roleRef }) => `${roleRef.kind}/${roleRef.name}`),
	AGE,
	wide("Users", subjects("User")),
	wide("Groups", subjects("Group")),
	wide("ServiceAccounts", subjects("ServiceAccount")),
];

function subjects(kind: string): (binding: RoleBinding) => string {
	return (binding) =>
		(binding.subjects ?? [])
			.filter((subject) => subject.kind === kind)
			.map(({ name, namespace }) => (namespace ? `${namespace}/${name}` : name))
			.join(", ");
}
