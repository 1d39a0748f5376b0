import { listed } from "../../../listed.ts";
import type { Container, Pod } from "../../pod.ts";
import type { PortChoice, PortNote } from "../../target.ts";
import { notReadyNotes, type Service } from "./service.ts";

/** The evidence for the choice of a port, besides the pod. */
export type PortClues = {
	/** A port that the user asks for by name or number, and the words that ask: `--port grpc`, `svc/user-service:grpc`. */
	readonly asked?: { readonly port: string; readonly by: string };
	/** `--container`: only its ports count. */
	readonly container?: string;
	/** The Service that is the target. */
	readonly service?: Service;
	/** Services of the pod's namespace; undefined before they have been listed. */
	readonly services?: readonly Service[];
};

/** One pod, its clues, and the containers whose ports count: the application's, or the one of `--container`. */
export type Situation = PortClues & {
	readonly pod: Pod;
	readonly containers: readonly Container[];
};

/** A TCP port that some container declares. */
export type Candidate = {
	readonly container: string;
	readonly name: string | undefined;
	readonly port: number;
};

type Chosen = Extract<PortChoice, { kind: "chosen" }>;

/** One rule for a port. It returns a choice, a reason why there is none, or undefined to let the next rule decide. */
export type Rule = (situation: Situation) => PortChoice | undefined;

/** Returns the TCP ports that containers declare, in the order of the spec. */
export const tcpPorts = (
	containers: readonly Container[],
): readonly Candidate[] =>
	containers.flatMap((container) =>
		container.ports
			.filter(({ protocol }) => protocol === "TCP")
			.map(({ name, port }) => ({ container: container.name, name, port })),
	);

/** Returns the TCP ports of sidecars, which are taken only when the user asks for them. */
export const sidecarPorts = ({
	pod,
	container,
}: Situation): readonly Candidate[] =>
	container === undefined
		? tcpPorts(pod.containers.filter(({ role }) => role === "sidecar"))
		: [];

/** Returns the container that declares a port. The containers whose ports count come first. */
const declaringContainer = (
	{ pod, containers }: Situation,
	port: number,
): string | undefined =>
	tcpPorts([...containers, ...pod.containers]).find(
		(candidate) => candidate.port === port,
	)?.container;

/** Writes a port for a message: `50051 (grpc)`. */
export const portText = ({
	name,
	port,
}: {
	readonly name: string | undefined;
	readonly port: number;
}): string => (name === undefined ? String(port) : `${port} (${name})`);

/** Creates a note that helps when the port turns out to be wrong. */
export const remark = (text: string): PortNote => ({ kind: "remark", text });

/** Creates the choice of a port, with the container that declares it. */
export function chosen(
	situation: Situation,
	port: number,
	evidence: Chosen["evidence"],
	reason: string,
	notes: readonly PortNote[] = [],
): Chosen {
	const { pod, service, services = [] } = situation;
	return {
		kind: "chosen",
		port,
		container: declaringContainer(situation, port),
		evidence,
		reason,
		notes: [...notReadyNotes(pod, service, services), ...notes],
	};
}

/** Returns a remark with the other likely ports, for a user who finds the chosen one wrong. */
export const otherNotes = (
	others: readonly Candidate[],
): readonly PortNote[] =>
	others.length === 0
		? []
		: [remark(`other candidates: ${listed(others.map(portText))}`)];
