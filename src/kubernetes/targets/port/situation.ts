import { listed } from "../../../listed.ts";
import type { Container, Pod } from "../../pod.ts";
import type { PortChoice, PortNote } from "../../target.ts";
import { notReadyNotes, type Service } from "./service.ts";

/** What is known, besides the pod, when its port is chosen. */
export type PortClues = {
	/** A port asked for by name or number, and the words that asked: `--port grpc`, `svc/user-service:grpc`. */
	readonly asked?: { readonly port: string; readonly by: string };
	/** `--container`: only its ports count. */
	readonly container?: string;
	/** The Service that was named as target. */
	readonly service?: Service;
	/** Services of the pod's namespace; undefined as long as they have not been listed. */
	readonly services?: readonly Service[];
};

/** One pod, the clues, and the containers whose ports count: the application's, or the one of `--container`. */
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

/** One rule of the ladder: a choice, a reason why there can be none, or undefined to let the next rule try. */
export type Rule = (situation: Situation) => PortChoice | undefined;

/** The TCP ports that containers declare, in the order of the spec. */
export const tcpPorts = (
	containers: readonly Container[],
): readonly Candidate[] =>
	containers.flatMap((container) =>
		container.ports
			.filter(({ protocol }) => protocol === "TCP")
			.map(({ name, port }) => ({ container: container.name, name, port })),
	);

/** The container that declares a port, those whose ports count first. */
const declaringContainer = (
	{ pod, containers }: Situation,
	port: number,
): string | undefined =>
	tcpPorts([...containers, ...pod.containers]).find(
		(candidate) => candidate.port === port,
	)?.container;

/** `50051 (grpc)`: a port for a message. */
export const portText = ({
	name,
	port,
}: {
	readonly name: string | undefined;
	readonly port: number;
}): string => (name === undefined ? String(port) : `${port} (${name})`);

/** A clause that is worth saying where the port turns out to be the wrong one. */
export const remark = (text: string): PortNote => ({ kind: "remark", text });

/** A port for a choice, with the container that declares it. */
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

/** The other ports that may well be meant, for whoever finds the chosen one to be wrong. */
export const otherNotes = (
	others: readonly Candidate[],
): readonly PortNote[] =>
	others.length === 0
		? []
		: [remark(`other candidates: ${listed(others.map(portText))}`)];
