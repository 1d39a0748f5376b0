import { PluginError } from "../errors.ts";
import type { Channel } from "../grpc/channel.ts";
import type { Pod } from "../kubernetes/pod.ts";
import { podWords } from "../kubernetes/pod-words.ts";
import type { PodTarget } from "../kubernetes/target.ts";
import { listed } from "../listed.ts";
import { shellWord } from "../shell-word.ts";
import { tellPod } from "./pod-name.ts";
import type { Scope } from "./pods.ts";
import { type Access, openerOf, targetsOf } from "./reach.ts";

/** A pod, or an address, and the way to it. */
export type FoundPod = {
	readonly target: PodTarget;
	/** Closing the channel is the caller's. @throws PluginError */
	readonly open: () => Promise<Channel>;
};

type OnePodOptions = {
	readonly pod: string | undefined;
	readonly tell: (line: string) => void;
	readonly scope?: Scope;
	/** Whether what a channel needs is loaded while the API server answers. */
	readonly channel?: "needed" | "if-needed";
};

/**
 * Finds one pod of what is aimed at: the one named, else the first Ready one with a gRPC port. `tell` gets a line that names it, for
 * stderr; an address needs none.
 * @throws PluginError as {@link chooseOnePod}
 */
export async function findOnePod(
	access: Access,
	options: OnePodOptions,
): Promise<FoundPod> {
	const targets = await targetsOf(access, options.channel);
	const target = chooseOnePod(targets, options.pod);
	tellPod(target.pod, options.tell, options.scope);
	const open = await openerOf(access);
	return { target, open: () => open(target, access.signal) };
}

/** The pod to ask out of several. @throws PluginError `target` for a name that none has, `unreachable` when none can be asked */
export function chooseOnePod(
	targets: readonly PodTarget[],
	name: string | undefined,
): PodTarget {
	const named = name === undefined ? targets : targets.filter(isCalled(name));
	if (name !== undefined && named.length === 0)
		throw new PluginError("target", `none of the pods is called ${name}`, {
			hint: [`there are: ${listed(targets.map(({ pod }) => pod.name))}`],
		});
	const usable = named.filter(canBeAsked);
	const chosen =
		usable.find(({ pod }) => pod.ready === "ready" && !pod.terminating) ??
		usable.find(({ pod }) => !pod.terminating) ??
		usable[0];
	if (chosen === undefined) throw nothingToAsk(named);
	return chosen;
}

/** By its whole name, or its end: `…-r84bt` and `r84bt` are how this plugin and people shorten them. */
function isCalled(name: string): (target: PodTarget) => boolean {
	const end = name.replace(/^(pods?\/|…-?)/, "");
	return ({ pod }) => pod.name === end || pod.name.endsWith(`-${end}`);
}

/** Whether there is anything to dial: a running pod and a known port. */
export function canBeAsked({ pod, port }: PodTarget): boolean {
	return pod.unreachable === undefined && port.kind === "chosen";
}

/** Why a pod that cannot be asked cannot, and what to do about it. */
export function notAsked({ pod, port }: PodTarget): PluginError {
	return pod.unreachable === undefined && port.kind === "none"
		? new PluginError("unreachable", port.reason, { hint: [port.hint] })
		: new PluginError("unreachable", String(pod.unreachable), {
				hint: [lookInto(pod)],
			});
}

/** What tells more of a pod that does not run: what its last container said, else its events; of one whose node is lost, the node. */
export function lookInto(
	pod: LoggedPod & Pick<Pod, "ended" | "phase" | "node">,
): string {
	const { ended, phase, node } = pod;
	if (phase === "Unknown" && node !== undefined)
		return `kubectl describe node ${shellWord(node)}`;
	if (ended === undefined) return `kubectl describe pod ${podWords(pod)}`;
	const run = ended.run === "previous" ? " --previous" : "";
	return `${logsOf(pod, ended.name)}${run}`;
}

type LoggedPod = Pick<Pod, "name" | "namespace" | "containers">;

/** The command for the log of a container, which it names where the pod has others. */
export function logsOf(pod: LoggedPod, container: string | undefined): string {
	const isOnly = pod.containers.every(({ name }) => name === container);
	const chosen =
		container === undefined || isOnly ? "" : ` -c ${shellWord(container)}`;
	return `kubectl logs ${podWords(pod)}${chosen}`;
}

function nothingToAsk(targets: readonly PodTarget[]): PluginError {
	const [first] = targets;
	if (first === undefined)
		return new PluginError("target", "there is no pod to ask");
	const { code, message, hint } = notAsked(first);
	const others =
		targets.length > 1 ? `, nor can ${targets.length - 1} others` : "";
	return new PluginError(
		code,
		`pod ${first.pod.name} cannot be asked (${message})${others}`,
		{ hint },
	);
}
