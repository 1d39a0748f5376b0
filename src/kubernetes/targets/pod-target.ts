import { PluginError } from "../../errors.ts";
import type { PodObject } from "../objects/pod-object.ts";
import type { Pod } from "../pod.ts";
import type { PodQuery, PodTarget, PortChoice } from "../target.ts";
import { podFrom } from "./pod/pod-from.ts";
import { choosePort, couldServicesTell } from "./port/choose-port.ts";
import type { PortClues } from "./port/situation.ts";
import type { KnownServices } from "./service-reader.ts";
import type { PodSource } from "./source/pod-source.ts";

/** Returns a listed pod as a target of its source, with its port; undefined when the pod does not belong to the source. */
export async function targetFrom(
	object: PodObject,
	source: PodSource,
	readServices: () => Promise<KnownServices>,
): Promise<PodTarget | undefined> {
	const origin = source.originOf(object);
	if (origin === undefined) return undefined;
	const pod = podFrom(object);
	const port = await portOf(pod, source.cluesOn(object), readServices);
	const accepted = source.accepts?.(port) ?? true;
	return accepted ? { pod, port, origin } : undefined;
}

async function portOf(
	pod: Pod,
	clues: PortClues,
	readServices: () => Promise<KnownServices>,
): Promise<PortChoice> {
	const choice = choosePort(pod, clues);
	if (!couldServicesTell(choice)) return choice;
	const { services, notes } = await readServices();
	const informed = choosePort(pod, { ...clues, services });
	return informed.kind === "none"
		? informed
		: { ...informed, notes: [...informed.notes, ...notes] };
}

/** Orders targets by namespace, origin and name, so that replicas stay together. */
export function compareTargets(a: PodTarget, b: PodTarget): number {
	return (
		compare(a.pod.namespace, b.pod.namespace) ||
		compare(a.origin, b.origin) ||
		compare(a.pod.name, b.pod.name)
	);
}

/** Compares by code unit, so that the order is the same in every locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Refuses a `--port` name or a `--container` that none of the pods has, since that is a typing error and not a finding.
 * @throws PluginError `port` for a port's name, `target` for a container
 */
export function requirePortSomewhere(
	targets: readonly PodTarget[],
	query: PodQuery,
): void {
	const [first] = targets;
	if (first === undefined || first.port.kind === "chosen") return;
	if (targets.some(({ port }) => port.kind === "chosen")) return;
	const { reason, hint } = first.port;
	const { container, port, targets: named } = query;
	if (container !== undefined && !hasContainer(targets, container))
		throw new PluginError(
			"target",
			`no pod has a container named ${container}`,
			{ hint: [hint] },
		);
	if (port !== undefined || named.some((target) => target.port !== undefined))
		throw new PluginError("port", `${first.pod.name}: ${reason}`, {
			hint: [hint],
		});
}

const hasContainer = (targets: readonly PodTarget[], container: string) =>
	targets.some(({ pod }) =>
		pod.containers.some(({ name }) => name === container),
	);
