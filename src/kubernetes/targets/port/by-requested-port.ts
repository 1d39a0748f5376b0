import { listed } from "../../../listed.ts";
import type { PortChoice, PortNote } from "../../target.ts";
import { portNumber } from "../port-number.ts";
import { headlessNotes, targetPortIn } from "./service.ts";
import {
	chosen,
	portText,
	remark,
	type Situation,
	tcpPorts,
} from "./situation.ts";

/**
 * Chooses the port that the user asked for. For a Service target it is a port of the Service first, as in `kubectl port-forward svc/x`,
 * and then a port of the pod. It may be a number that no container declares, since declared ports only inform.
 */
export function byRequestedPort(situation: Situation): PortChoice | undefined {
	const { asked } = situation;
	if (asked === undefined) return undefined;
	return (
		askedOfService(situation, asked) ??
		askedByNumber(situation, asked) ??
		askedByName(situation, asked)
	);
}

type Asked = NonNullable<Situation["asked"]>;

function askedOfService(
	situation: Situation,
	{ port, by }: Asked,
): PortChoice | undefined {
	const { service, pod } = situation;
	const servicePort = service?.ports.find(
		(each) => each.name === port || String(each.port) === port,
	);
	if (service === undefined || servicePort === undefined) return undefined;
	const number = targetPortIn(pod, servicePort);
	if (number === undefined)
		return missingTargetPort(situation, service.name, servicePort.targetPort);
	return chosen(
		situation,
		number,
		"flag",
		`${by}: port ${portText(servicePort)} of Service ${service.name}`,
		[
			...headlessNotes(service, servicePort, number),
			...declarationNotes(situation, number),
		],
	);
}

function askedByNumber(
	situation: Situation,
	{ port, by }: Asked,
): PortChoice | undefined {
	const number = portNumber(port);
	if (number === undefined) return undefined;
	const { service } = situation;
	const notes = [
		...(service === undefined
			? []
			: [
					remark(
						`Service ${service.name} has no port ${number}${butOf(service.ports)}: taken as a port of the pod`,
					),
				]),
		...declarationNotes(situation, number),
	];
	return chosen(situation, number, "flag", by, notes);
}

function butOf(ports: readonly Parameters<typeof portText>[0][]): string {
	return ports.length === 0 ? "" : `, but ${listed(ports.map(portText))}`;
}

/** Returns a remark about a port that no container declares for TCP, for a user who finds it wrong. */
export function declarationNotes(
	{ pod }: Situation,
	number: number,
): readonly PortNote[] {
	const declared = pod.containers
		.flatMap(({ ports }) => ports)
		.filter(({ port }) => port === number);
	if (declared.length === 0)
		return [
			remark(
				`no container declares port ${number}${butOf(tcpPorts(pod.containers))}`,
			),
		];
	if (declared.every(({ protocol }) => protocol !== "TCP"))
		return [
			remark(
				`port ${number} is declared as ${declared[0]?.protocol}, and gRPC needs TCP`,
			),
		];
	return [];
}

function askedByName(situation: Situation, { port, by }: Asked): PortChoice {
	const { pod, containers, container } = situation;
	const where =
		container === undefined ? [...containers, ...pod.containers] : containers;
	const found = tcpPorts(where).find(({ name }) => name === port);
	if (found !== undefined) return chosen(situation, found.port, "flag", by);
	return {
		kind: "none",
		reason: `no port named ${port}`,
		hint: namedPorts(situation),
	};
}

/** Returns a hint with the existing ports: the Service's when one was named, and the pod's. */
function namedPorts({ pod, service }: Situation): string {
	const own = tcpPorts(pod.containers).map(portText);
	const pods =
		own.length === 0
			? "the pod declares no TCP ports"
			: `ports of the pod: ${listed(own)}`;
	return service === undefined
		? pods
		: `ports of Service ${service.name}: ${listed(service.ports.map(portText))}; ${pods}`;
}

/** The choice when the Service sends to a port name that this pod's containers do not have: no port. */
export const missingTargetPort = (
	situation: Situation,
	service: string,
	targetPort: number | string,
): PortChoice => ({
	kind: "none",
	reason: `targetPort ${targetPort} of Service ${service} names no port of this pod`,
	hint: `${namedPorts(situation)}; --port NUMBER chooses one`,
});
