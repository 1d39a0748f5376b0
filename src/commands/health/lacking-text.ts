import { counted } from "../../render/prose.ts";
import type { TargetWithoutPods } from "./facts.ts";

/** Returns what the figures leave out, such as `2 targets without pods`, and also how many targets have too few pods. */
export function lackingText(targets: readonly TargetWithoutPods[]): string {
	const short = targets.filter(({ pods }) => pods !== undefined).length;
	const empty = targets.length - short;
	return [
		...(empty > 0 ? [`${counted(empty, "target")} without pods`] : []),
		...(short > 0 ? [`${counted(short, "target")} with too few pods`] : []),
	].join(", ");
}
