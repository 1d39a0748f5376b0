import { listed } from "../../../listed.ts";
import type { PortChoice, PortNote } from "../../target.ts";
import { probedPorts } from "./by-grpc-probe.ts";
import { declarationNotes, missingTargetPort } from "./by-requested-port.ts";
import {
	namesAuxiliaryPort,
	namesGrpc,
	speaksGrpc,
	WELL_KNOWN_PORTS,
} from "./port-names.ts";
import {
	headlessNotes,
	type Service,
	type ServicePort,
	targetPortIn,
} from "./service.ts";
import {
	chosen,
	portText,
	remark,
	type Situation,
	tcpPorts,
} from "./situation.ts";

/** A port of the Service, with its number in this pod if the pod has it. */
type Route = {
	readonly servicePort: ServicePort;
	readonly target: number | undefined;
};

type Test = (route: Route, situation: Situation) => string | undefined;

/** The tests that find the gRPC port of a Service, strongest first. Each returns the clause that explains it. */
const TESTS: readonly Test[] = [
	({ servicePort: { appProtocol } }) =>
		speaksGrpc(appProtocol) ? `appProtocol ${appProtocol}` : undefined,
	({ servicePort: { name } }) =>
		namesGrpc(name) && !namesAuxiliaryPort(name)
			? `port named ${name}`
			: undefined,
	({ servicePort: { targetPort } }) =>
		typeof targetPort === "string" && namesGrpc(targetPort)
			? `targetPort named ${targetPort}`
			: undefined,
	({ target }, { containers }) =>
		probedPorts(containers).find(({ port }) => port === target)?.reason,
	({ target }, { containers }) => {
		const name = tcpPorts(containers).find(
			({ port, name }) => port === target && namesGrpc(name),
		)?.name;
		return name && `container port named ${name}`;
	},
	({ servicePort, target }) =>
		[servicePort.port, target].some(
			(port) => port !== undefined && WELL_KNOWN_PORTS.includes(port),
		)
			? "well-known port"
			: undefined,
];

/** Chooses the gRPC port of the target Service, by the number that its targetPort has in this pod. */
export function byService(situation: Situation): PortChoice | undefined {
	const { service } = situation;
	const routes = service === undefined ? [] : routesOf(service, situation);
	if (service === undefined || routes.length === 0) return undefined;
	for (const test of TESTS) {
		for (const route of routes) {
			const why = test(route, situation);
			if (why !== undefined) return routeChoice(situation, service, route, why);
		}
	}
	return withoutEvidence(situation, service, routes);
}

function routesOf(service: Service, situation: Situation): readonly Route[] {
	return service.ports
		.filter(({ protocol }) => protocol === "TCP")
		.map((servicePort) => ({
			servicePort,
			target: targetPortIn(situation.pod, servicePort),
		}))
		.filter(({ target }) => isOfContainer(situation, target));
}

/** Whether a port may belong to the container of `--container`: not if only other containers declare it. */
function isOfContainer(
	{ container, containers, pod }: Situation,
	target: number | undefined,
): boolean {
	const declares = (candidates: Situation["containers"]) =>
		tcpPorts(candidates).some(({ port }) => port === target);
	return (
		container === undefined || declares(containers) || !declares(pod.containers)
	);
}

function withoutEvidence(
	situation: Situation,
	service: Service,
	routes: readonly Route[],
): PortChoice | undefined {
	const likely = routes.filter(
		({ servicePort }) => !namesAuxiliaryPort(servicePort.name),
	);
	const pool = likely.length > 0 ? likely : routes;
	const [first, ...others] = pool;
	if (first === undefined) return undefined;
	if (others.length === 0)
		return routeChoice(
			situation,
			service,
			first,
			routes.length === 1
				? "its only port"
				: "its only port that is not named for HTTP or metrics",
		);
	const note = remark(
		`nothing says which port of Service ${service.name} is gRPC; others: ${listed(others.map(({ servicePort }) => portText(servicePort)))}`,
	);
	return routeChoice(situation, service, first, "its first port", [note]);
}

function routeChoice(
	situation: Situation,
	service: Service,
	{ servicePort, target }: Route,
	why: string,
	notes: readonly PortNote[] = [],
): PortChoice {
	if (target === undefined)
		return missingTargetPort(situation, service.name, servicePort.targetPort);
	return chosen(
		situation,
		target,
		"service",
		`targetPort of Service ${service.name} (${why})`,
		[
			...headlessNotes(service, servicePort, target),
			...declarationNotes(situation, target),
			...notes,
		],
	);
}
