import type { Finding } from "../../../findings/finding.ts";
import type { PodState } from "../state.ts";
import { forServices } from "./service-names.ts";

/** Returns the finding that a wait was over before the pod had answered everything or had failed: KG123. */
export function timeUpFindings(
	{ triedMs, connection }: PodState,
	unanswered: readonly string[],
): Finding[] {
	const isOpen = connection.kind !== "unreachable" && unanswered.length > 0;
	if (triedMs === undefined || !isOpen) return [];
	const lacking =
		connection.kind === "pending"
			? "no connection yet"
			: `connected, but no answer yet${forServices(unanswered)}`;
	return [
		{
			code: "KG123",
			severity: "warning",
			message: `${lacking} when the wait was over, ${afterTime(triedMs)}.`,
			fix: "a longer --wait shows whether it answers at all",
		},
	];
}

/** Returns the time in whole seconds, so that the findings of pods that were tried together can be merged. */
function afterTime(triedMs: number): string {
	const seconds = Math.round(triedMs / 1_000);
	return seconds === 0 ? "in less than a second" : `after ${seconds}s`;
}
