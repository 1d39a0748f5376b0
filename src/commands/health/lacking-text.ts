import type { Lack } from "../../kubernetes/target.ts";
import { counted } from "../../render/prose.ts";
import type { TargetWithoutPods } from "./facts.ts";

/** In the order in which they are told. */
const LACKS: Readonly<Record<Lack | "any pods", string>> = {
	"any pods": "without pods",
	pods: "with too few pods",
	rollout: "not rolled out",
	object: "deleted",
	port: "not asked",
};

/** Returns what a target lacks. One with pods that does not say it has too few of them. */
export const lackOf = ({
	pods,
	lacks,
}: Pick<TargetWithoutPods, "pods" | "lacks">): keyof typeof LACKS =>
	lacks ?? (pods === undefined ? "any pods" : "pods");

/** What a target that lacks nothing would do, by what it lacks. */
export const EXPECTED: typeof LACKS = {
	"any pods": "has pods",
	pods: "has all its pods",
	rollout: "is rolled out",
	object: "exists",
	port: "is asked",
};

/** Returns what the figures leave out, such as `2 targets without pods, 1 target not rolled out`. */
export function lackingText(targets: readonly TargetWithoutPods[]): string {
	return Object.entries(LACKS)
		.flatMap(([lack, words]) => {
			const count = targets.filter((one) => lackOf(one) === lack).length;
			return count === 0 ? [] : [`${counted(count, "target")} ${words}`];
		})
		.join(", ");
}
