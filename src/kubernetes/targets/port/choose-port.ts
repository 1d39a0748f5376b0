import { listed } from "../../../listed.ts";
import type { Pod } from "../../pod.ts";
import type { PortChoice } from "../../target.ts";
import {
	byAppProtocol,
	byFirstPort,
	byOnlyPort,
	byPortName,
	byWellKnownPort,
} from "./by-evidence.ts";
import { byGrpcProbe, bySidecarProbe } from "./by-grpc-probe.ts";
import { byRequestedPort } from "./by-requested-port.ts";
import { byService } from "./by-service.ts";
import {
	type PortClues,
	portText,
	type Rule,
	type Situation,
	sidecarPorts,
} from "./situation.ts";

/** The rules, strongest first. The first one that answers decides. Those after the sidecars' probes are guesses. */
const RULES: readonly Rule[] = [
	byRequestedPort,
	byService,
	byGrpcProbe,
	byPortName,
	byAppProtocol,
	byWellKnownPort,
	bySidecarProbe,
	byOnlyPort,
	byFirstPort,
];

/** Chooses the gRPC port of a pod, with the reason. `none` comes with a hint. Pure. */
export function choosePort(pod: Pod, clues: PortClues): PortChoice {
	const containers = pod.containers.filter(({ name, role }) =>
		clues.container === undefined
			? role === "application"
			: name === clues.container,
	);
	if (containers.length === 0 && clues.container !== undefined)
		return noContainer(pod, clues.container);
	const situation: Situation = { ...clues, pod, containers };
	for (const rule of RULES) {
		const choice = rule(situation);
		if (choice !== undefined) return choice;
	}
	return noPort(situation);
}

function noPort(situation: Situation): PortChoice {
	const ofSidecars = sidecarPorts(situation);
	return ofSidecars.length === 0
		? {
				kind: "none",
				reason: "no container declares a TCP port",
				hint: "--port NUMBER names the port it listens on",
			}
		: {
				kind: "none",
				reason: "only sidecars declare a TCP port",
				hint: `--port takes one of theirs: ${listed(ofSidecars.map(portText))}`,
			};
}

function noContainer(pod: Pod, container: string): PortChoice {
	const names = listed(pod.containers.map(({ name }) => name));
	return {
		kind: "none",
		reason: `no container named ${container}`,
		hint: `its containers: ${names}`,
	};
}

/** Whether the Services of the namespace could give better evidence than that of a choice. */
export const couldServicesTell = (choice: PortChoice): boolean =>
	choice.kind === "chosen" &&
	["well-known-port", "only-port", "first-port"].includes(choice.evidence);
