import type { TargetWithoutPods } from "./facts.ts";
import type { Change } from "./health-change.ts";
import { EXPECTED, lackOf } from "./lacking-text.ts";
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
 * Returns the change when a target has no pods any more, or has none at the start. Another reason for having none is told once it has
 * lasted for a while: a workload that is scaled up from 0 has no pods for a moment. Targets with too few are left out, too: in a rollout
 * each deleted pod leaves its target short for a moment, and has its own line.
 */
export function lackingChange(
	before: readonly TargetWithoutPods[],
	now: readonly TargetWithoutPods[],
): Change | undefined {
	const known = new Set(before.filter(hasNone).map(({ origin }) => origin));
	const messages = now
		.filter((target) => hasNone(target) && !known.has(target.origin))
		.map(({ message }) => message);
	return messages.length === 0
		? undefined
		: missing([...new Set(messages)].join("; "));
}

const hasNone = ({ pods }: TargetWithoutPods): boolean => pods === undefined;

const missing = (message: string): Change => ({
	...NO_POD,
	about: "target",
	from: null,
	to: "missing",
	message,
});

/** Returns the change when a target has had too few pods, or lacked something else, or has had none for another reason, for a while. */
export function shortChange(
	{ short, targetsWithoutPods }: HealthState,
	origin: string,
): Change | undefined {
	const target = targetsWithoutPods.find((one) => one.origin === origin);
	return target === undefined || short.has(origin)
		? undefined
		: missing(target.message);
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
				message: `${origin} ${EXPECTED[before ? lackOf(before) : "pods"]} again`,
			};
		});
}
