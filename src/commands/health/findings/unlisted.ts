import type { Finding } from "../../../findings/finding.ts";
import { quote } from "../../../kubernetes/quote.ts";
import type { PodState, ServiceState } from "../state.ts";
import { sentence } from "./sentence.ts";

/** Returns the finding that all services were wanted but only the server as a whole was asked: KG120. */
export function unlistedFindings(
	{ servicesUnknown }: PodState,
	asked: readonly ServiceState[],
): Finding[] {
	const isAsked = asked.some(({ answer }) => answer.kind === "answered");
	if (servicesUnknown === undefined || !isAsked) return [];
	return [
		{
			code: "KG120",
			severity: "warning",
			message: sentence(
				`gives no usable list of its services, so only the server as a whole was asked: ${quote(servicesUnknown)}`,
			),
			fix: "name them: --service NAME, repeatable",
		},
	];
}
