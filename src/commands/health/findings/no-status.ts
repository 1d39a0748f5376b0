import type { Finding } from "../../../findings/finding.ts";
import { shellWord } from "../../../shell-word.ts";
import type { AskedServices } from "../questions.ts";
import type { PodState, ServiceState } from "../state.ts";
import { isUnknownService } from "../unknown-service.ts";
import { nearestService } from "./nearest-service.ts";
import { probedServices } from "./server-probes.ts";
import { allNamed, quoted } from "./service-names.ts";

/** What to do about a service that the server has but keeps no status of. */
export const SET_STATUS = "set it in the server's health service";

/**
 * Returns the findings about services that were asked for and of which the server keeps no health status: KG105. Services that
 * probes name have a finding of their own.
 */
export function noStatusFindings(
	pod: PodState,
	wanted: AskedServices["kind"],
	asked: readonly ServiceState[],
): Finding[] {
	const probed = probedServices(pod);
	const unknown = asked.filter(
		(state) => isUnknownService(state) && !probed.has(state.service),
	);
	const served = unknown.filter(({ service }) =>
		pod.knownServices?.names.includes(service),
	);
	return [
		...unknown
			.filter((state) => !served.includes(state))
			.map(({ service }) => unknownService(pod, wanted, service)),
		...(served.length > 0 ? [unsetStatuses(wanted, served)] : []),
	];
}

/** Returns the finding about services that reflection lists. The servers of grpcio and tonic set only the status of the whole. */
function unsetStatuses(
	wanted: AskedServices["kind"],
	unset: readonly ServiceState[],
): Finding {
	const names = unset.map(({ service }) => service);
	return {
		code: "KG105",
		severity: "error",
		message: `serves ${allNamed(names)} but keeps no health status for ${names.length === 1 ? "it" : "them"}.`,
		fix:
			wanted === "all"
				? SET_STATUS
				: `${SET_STATUS}; without --service the server as a whole is asked for`,
	};
}

function unknownService(
	pod: PodState,
	wanted: AskedServices["kind"],
	service: string,
): Finding {
	const { source, names = [] } = pod.knownServices ?? {};
	const isUnlisted = wanted === "all" || pod.servicesUnknown !== undefined;
	const known = names.filter(
		(name) => name !== "" && !isUnknownService(pod.services.get(name)),
	);
	const near = nearestService(service, known);
	// Reflection does not say whether the server keeps a health status of what it lists.
	const has = source === "reflection" ? "serves" : "knows";
	const otherwise = isUnlisted
		? SET_STATUS
		: "--all-services shows the names that have one";
	const others = known.length > 0 ? ` It ${has} ${allNamed(known)}.` : "";
	return {
		code: "KG105",
		severity: "error",
		message: `keeps no health status for ${quoted(service)}.${others}`,
		fix: near === undefined ? otherwise : `--service ${shellWord(near)}`,
	};
}
