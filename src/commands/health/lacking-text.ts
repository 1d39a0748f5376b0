import { counted } from "../../render/prose.ts";
import type { TargetWithoutPods } from "./facts.ts";

/** `2 targets without pods`, of what is left out of the figures; where some have a few, that they lack some. */
export function lackingText(targets: readonly TargetWithoutPods[]): string {
	const short = targets.filter(({ pods }) => pods !== undefined).length;
	const empty = targets.length - short;
	return [
		...(empty > 0 ? [`${counted(empty, "target")} without pods`] : []),
		...(short > 0 ? [`${counted(short, "target")} with too few pods`] : []),
	].join(", ");
}
