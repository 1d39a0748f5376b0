import { listed } from "../../../listed.ts";
import type { PortChoice, PortNote } from "../../target.ts";
import { mapSelects } from "../label-selector.ts";
import {
	namesAuxiliaryPort,
	namesGrpc,
	speaksGrpc,
	WELL_KNOWN_PORTS,
} from "./port-names.ts";
import { type Service, type ServicePort, targetPortIn } from "./service.ts";
import {
	type Candidate,
	chosen,
	otherNotes,
	portText,
	remark,
	type Situation,
	sidecarPorts,
	tcpPorts,
} from "./situation.ts";

/** Chooses a container port with a gRPC name: plain `grpc` first, names such as `grpc-metrics` last. */
export function byPortName(situation: Situation): PortChoice | undefined {
	const named = tcpPorts(situation.containers).filter(({ name }) =>
		namesGrpc(name),
	);
	const [best, ...others] = named.toSorted((a, b) => nameRank(a) - nameRank(b));
	return (
		best &&
		chosen(
			situation,
			best.port,
			"port-name",
			`port named ${best.name}`,
			otherNotes(others),
		)
	);
}

function nameRank({ name }: Candidate): number {
	if (name === "grpc") return 0;
	return namesAuxiliaryPort(name) ? 2 : 1;
}

/** Chooses a port that some Service of the namespace sends to and declares, or names, as gRPC. */
export function byAppProtocol(situation: Situation): PortChoice | undefined {
	const { pod, services = [] } = situation;
	const selecting = services.filter(
		({ namespace, selector }) =>
			namespace === pod.namespace && mapSelects(selector, pod.labels),
	);
	const routes = selecting.flatMap((service) =>
		service.ports.map((port) => ({ service, port })),
	);
	return (
		firstRoute(situation, routes, "app-protocol", ({ appProtocol }) =>
			speaksGrpc(appProtocol) ? `appProtocol ${appProtocol}` : undefined,
		) ??
		firstRoute(situation, routes, "port-name", ({ name }) =>
			namesGrpc(name) && !namesAuxiliaryPort(name)
				? `port named ${name}`
				: undefined,
		)
	);
}

type ServiceRoute = { readonly service: Service; readonly port: ServicePort };

function firstRoute(
	situation: Situation,
	routes: readonly ServiceRoute[],
	evidence: "app-protocol" | "port-name",
	why: (port: ServicePort) => string | undefined,
): PortChoice | undefined {
	for (const { service, port } of routes) {
		const clause = port.protocol === "TCP" ? why(port) : undefined;
		const number = targetPortIn(situation.pod, port);
		if (clause !== undefined && number !== undefined)
			return chosen(
				situation,
				number,
				evidence,
				`${clause} of Service ${service.name}`,
			);
	}
	return undefined;
}

/** Chooses a declared port that gRPC servers use by custom. */
export function byWellKnownPort(situation: Situation): PortChoice | undefined {
	const found = tcpPorts(situation.containers).find(({ port }) =>
		WELL_KNOWN_PORTS.includes(port),
	);
	return (
		found &&
		chosen(
			situation,
			found.port,
			"well-known-port",
			`well-known gRPC port ${found.port}`,
		)
	);
}

/** Chooses the only TCP port. Ports named for HTTP, metrics and administration do not count when there is another. */
export function byOnlyPort(situation: Situation): PortChoice | undefined {
	const all = tcpPorts(situation.containers);
	const [only, ...others] = likelyPorts(all);
	if (only === undefined || others.length > 0) return undefined;
	const left = all.filter((candidate) => candidate !== only);
	const reason =
		left.length === 0
			? "the only TCP port"
			: `the only TCP port besides ${listed(left.map(portText))}`;
	return chosen(
		situation,
		only.port,
		"only-port",
		reason,
		sidecarNotes(situation),
	);
}

/** Chooses the first TCP port of the first container that has one. This is a guess, so a remark names the others. */
export function byFirstPort(situation: Situation): PortChoice | undefined {
	const [first, ...others] = likelyPorts(tcpPorts(situation.containers));
	return (
		first &&
		chosen(
			situation,
			first.port,
			"first-port",
			`first port of container ${first.container}`,
			[
				remark(
					"nothing says which port is gRPC; name it grpc, give it a grpc probe, or choose with --port",
				),
				...otherNotes(others),
				...sidecarNotes(situation),
			],
		)
	);
}

/** Returns a remark on the gRPC ports of sidecars, where no port of the application is known to be gRPC. */
function sidecarNotes(situation: Situation): readonly PortNote[] {
	const named = sidecarPorts(situation).filter(
		({ name }) => namesGrpc(name) && !namesAuxiliaryPort(name),
	);
	return named.map((candidate) =>
		remark(
			`sidecar ${candidate.container} has port ${portText(candidate)}, which --container ${candidate.container} takes`,
		),
	);
}

function likelyPorts(candidates: readonly Candidate[]): readonly Candidate[] {
	const fronts = candidates.filter(({ name }) => !namesAuxiliaryPort(name));
	return fronts.length > 0 ? fronts : candidates;
}
