import type { TargetWithoutPods } from "./facts.ts";
import type { Change } from "./health-change.ts";
import { EXPECTED } from "./lacking-text.ts";
import type { HealthState } from "./state.ts";

const NO_POD = { namespace: null, pod: null, service: null } as const;

/** Returns one change for an outage, not one for each attempt to end it. */
export function interruptedChange(
	{ interruption }: HealthState,
	message: string,
): Change | undefined {
	if (message === interruption) return undefined;
	return { ...NO_POD, about: "watch", from: null, to: "interrupted", message };
}

/** Returns the change when pods are followed again. */
export const followingChange = ({
	interruption,
}: HealthState): Change | undefined =>
	interruption === undefined
		? undefined
		: { ...NO_POD, about: "watch", from: "interrupted", to: "following" };

/**
 * Returns no change if all targets have pods again, or if only the hints differ: they name what exists in place of a missing name,
 * and that comes and goes.
 */
export function lackingChange(
	before: readonly TargetWithoutPods[],
	now: readonly TargetWithoutPods[],
): Change | undefined {
	const message = whyLacking(now);
	if (message === "" || message === whyLacking(before)) return undefined;
	return { ...NO_POD, about: "target", from: null, to: "missing", message };
}

/** Returns the change when a target has had too few pods, or lacked something else, for a while. */
export function shortChange(
	{ short, targetsWithoutPods }: HealthState,
	origin: string,
): Change | undefined {
	const target = targetsWithoutPods.find((one) => one.origin === origin);
	if (target?.pods === undefined || short.has(origin)) return undefined;
	const { message } = target;
	return { ...NO_POD, about: "target", from: null, to: "missing", message };
}

/** Returns a change for each target that was reported to lack something and now lacks nothing. */
export function completeChanges(
	{ short, targetsWithoutPods }: HealthState,
	now: readonly TargetWithoutPods[],
): readonly Change[] {
	const lacking = new Set(now.map(({ origin }) => origin));
	return [...short]
		.filter((origin) => !lacking.has(origin))
		.map((origin) => {
			const before = targetsWithoutPods.find((one) => one.origin === origin);
			return {
				...NO_POD,
				about: "target",
				from: "missing",
				to: "complete",
				message: `${origin} ${EXPECTED[before?.lacks ?? "pods"]} again`,
			};
		});
}

/**
 * Joins the reasons of the targets without any pods. Targets with too few are left out: in a rollout each deleted pod leaves its
 * target short for a moment, and has its own line. A shortage that lasts is reported later.
 */
const whyLacking = (targets: readonly TargetWithoutPods[]): string =>
	targets
		.filter(({ pods }) => pods === undefined)
		.map(({ message }) => message)
		.join("; ");
