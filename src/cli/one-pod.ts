import { PluginError } from "../errors.ts";
import type { Channel } from "../grpc/channel.ts";
import type { PodTarget } from "../kubernetes/target.ts";
import { listed } from "../listed.ts";
import type { Access } from "./access.ts";
import type { Scope } from "./aim.ts";
import { lookInto } from "./pod-logs.ts";
import { tellPod } from "./pod-name.ts";
import { withPortAdvice } from "./port-advice.ts";
import { openerOf, targetsOf } from "./targets.ts";

/** A pod or an address, and the function that connects to it. */
export type FoundPod = {
	readonly target: PodTarget;
	/** Opens a channel. The caller closes it. @throws PluginError */
	readonly open: () => Promise<Channel>;
};

type OnePodOptions = {
	readonly pod: string | undefined;
	readonly tell: (line: string) => void;
	readonly scope: Scope;
	/** Whether the modules for a channel are loaded while the API server answers. */
	readonly channel?: "needed" | "if-needed";
};

/**
 * Finds one pod of the aim: the named one, else the first Ready one with a gRPC port. `tell` receives a line for stderr that names the
 * pod, but none for an address.
 * @throws PluginError as {@link chooseOnePod}
 */
export async function findOnePod(
	access: Access,
	options: OnePodOptions,
): Promise<FoundPod> {
	const targets = await targetsOf(access, options.channel);
	const target = chooseOnePod(targets, options.pod);
	tellPod(target.pod, options.tell, options.scope);
	const open = withPortAdvice(await openerOf(access));
	return { target, open: () => open(target, access.signal) };
}

/** Chooses the pod to ask. @throws PluginError `target` for a name that none has, `unreachable` when none can be asked */
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

/** Returns the test for a whole name or its end. `…-r84bt` and `r84bt` are the short forms of this plugin and of its users. */
function isCalled(name: string): (target: PodTarget) => boolean {
	const end = name.replace(/^(pods?\/|…-?)/, "");
	return ({ pod }) => pod.name === end || pod.name.endsWith(`-${end}`);
}

/** Whether a target can be dialled: the pod runs and its port is known. */
export function canBeAsked({ pod, port }: PodTarget): boolean {
	return pod.unreachable === undefined && port.kind === "chosen";
}

/** Returns why a pod cannot be asked, and what to do about it. */
export function notAsked({ pod, port }: PodTarget): PluginError {
	return pod.unreachable === undefined && port.kind === "none"
		? new PluginError("unreachable", port.reason, { hint: [port.hint] })
		: new PluginError("unreachable", String(pod.unreachable), {
				hint: [lookInto(pod)],
			});
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
