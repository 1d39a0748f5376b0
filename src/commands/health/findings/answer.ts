import { isAddress } from "../../../cli/endpoint-target.ts";
import type { Finding } from "../../../findings/finding.ts";
import { NO_ROUTE_HINT } from "../../../grpc/non-grpc-answer.ts";
import type { AskedServices } from "../questions.ts";
import type { FailedAnswer, PodState, ServiceState } from "../state.ts";
import { failedFindings } from "./failed-check.ts";
import { noStatusFindings } from "./no-status.ts";
import { portOf } from "./port.ts";
import { probedServiceFindings } from "./probed-service.ts";
import { consequenceOf, probeNames, serverProbesOf } from "./server-probes.ts";

/**
 * Returns the findings about answers to Health/Check other than a serving status: KG103, KG105, KG110, KG113, KG116, KG117
 * and KG122.
 */
export function answerFindings(
	pod: PodState,
	wanted: AskedServices["kind"],
	asked: readonly ServiceState[],
): Finding[] {
	const unimplemented = asked.map(({ answer }) => answer).find(isUnimplemented);
	if (unimplemented) return [noHealthService(pod, unimplemented)];
	return [
		...noStatusFindings(pod, wanted, asked),
		...failedFindings(pod, asked),
		...probedServiceFindings(pod),
	];
}

/** Whether the server itself says UNIMPLEMENTED. The channel says so too, for HTTP status 404 of an answer that is not gRPC. */
function isUnimplemented(
	answer: ServiceState["answer"],
): answer is FailedAnswer {
	return (
		answer.kind === "failed" &&
		answer.code === "UNIMPLEMENTED" &&
		answer.source === "server"
	);
}

const REGISTER = "register the health service that your gRPC library ships";

function noHealthService(pod: PodState, { message }: FailedAnswer): Finding {
	const probes = serverProbesOf(pod);
	const consequence =
		probes.length > 0
			? `Its ${probeNames(pod, probes)} ${probes.length === 1 ? "fails" : "fail"} on that.${consequenceOf(pod, probes)}`
			: "It may work well all the same, but nobody can ask for its health.";
	return {
		code: "KG103",
		severity: probes.length > 0 ? "error" : "warning",
		message: `serves gRPC on port ${portOf(pod)} but no grpc.health.v1.Health. ${consequence}`,
		fix:
			isAddress(pod.target.pod) && message === ""
				? `${REGISTER}; ${NO_ROUTE_HINT}`
				: REGISTER,
	};
}
