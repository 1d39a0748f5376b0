import type {
	EndpointSlice,
	Endpoints,
	Service,
} from "../../objects/network.ts";
import {
	AGE,
	type Column,
	firstThree,
	labelText,
	NAME,
	text,
	wide,
} from "./column.ts";

export const SERVICE_COLUMNS: readonly Column<Service>[] = [
	NAME,
	text("Type", ({ spec }) => spec.type),
	text("Cluster-IP", ({ spec }) => spec.clusterIP ?? "<none>"),
	text("External-IP", externalIp),
	text(
		"Port(s)",
		({ spec }) =>
			(spec.ports ?? [])
				.map(({ port, nodePort, protocol }) =>
					nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
				)
				.join(",") || "<none>",
	),
	AGE,
	wide("Selector", ({ spec }) => labelText(spec.selector)),
];

function externalIp({ spec }: Service): string {
	if (spec.type === "ExternalName") return spec.externalName ?? "<none>";
	if (spec.externalIPs?.length) return spec.externalIPs.join(",");
	return spec.type === "LoadBalancer" ? "<pending>" : "<none>";
}

export const ENDPOINTS_COLUMNS: readonly Column<Endpoints>[] = [
	NAME,
	text("Endpoints", ({ subsets = [] }) =>
		firstThree(
			subsets.flatMap(({ addresses = [], ports = [] }) =>
				ports.flatMap(({ port }) => addresses.map(({ ip }) => `${ip}:${port}`)),
			),
			"<none>",
		),
	),
	AGE,
];

export const ENDPOINT_SLICE_COLUMNS: readonly Column<EndpointSlice>[] = [
	NAME,
	text("AddressType", ({ addressType }) => addressType),
	text("Ports", ({ ports }) =>
		firstThree(
			(ports ?? []).map(({ port }) => String(port)),
			"<unset>",
		),
	),
	text("Endpoints", ({ endpoints }) =>
		firstThree(
			(endpoints ?? []).flatMap(({ addresses }) => addresses),
			"<unset>",
		),
	),
	AGE,
];
