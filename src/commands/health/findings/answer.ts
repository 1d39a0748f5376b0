import { isAddress } from "../../../cli/endpoint-target.ts";
import { unnamed } from "../../../cli/unnamed.ts";
import type { Finding } from "../../../findings/finding.ts";
import {
	foreignHint,
	isCutOff,
	isForeign,
	NO_ROUTE_HINT,
} from "../../../grpc/foreign-answer.ts";
import { IN_HEADERS_HINT, saysInHeaders } from "../../../grpc/no-trailers.ts";
import {
	isUnaskedEncoding,
	UNASKED_ENCODING_HINT,
} from "../../../grpc/unasked-encoding.ts";
import { quote } from "../../../kubernetes/quote.ts";
import { listed } from "../../../listed.ts";
import { formatDuration } from "../../../render/duration.ts";
import { shellWord } from "../../../shell-word.ts";
import type { HealthAnswer } from "../facts.ts";
import type { AskedServices } from "../report.ts";
import type { PodState, ServiceState } from "../state.ts";
import { isUnknownService } from "../unknown-service.ts";
import { nearestService } from "./nearest-service.ts";
import { portOf } from "./port.ts";
import {
	grpcProbeFix,
	probedQuestion,
	probedService,
	probeName,
} from "./probe.ts";
import { sentence } from "./sentence.ts";
import { forServices, NAMED_SERVICES, quoted } from "./service-names.ts";

/** Findings about RPCs that ended otherwise than with a serving status: KG103, KG105, KG110, KG113 and KG117. */
export function answerFindings(
	pod: PodState,
	wanted: AskedServices["kind"],
	asked: readonly ServiceState[],
): Finding[] {
	const unimplemented = asked.map(({ answer }) => answer).find(isUnimplemented);
	if (unimplemented) return [noHealthService(pod, unimplemented)];
	const unset = asked.filter((state) => isUnset(pod, state));
	return [
		...asked
			.filter((state) => isUnknownService(state) && !unset.includes(state))
			.flatMap((state) => unknownFindings(pod, wanted, state)),
		...failedFindings(pod, asked),
		...(unset.length > 0 ? [unsetStatuses(wanted, unset)] : []),
		...probeFindings(pod),
	];
}

/** Whether a service that the server lists by reflection has no health status: grpcio's and tonic's servers set that of the whole alone. */
function isUnset(pod: PodState, state: ServiceState): boolean {
	return (
		isUnknownService(state) &&
		state.service !== probedService(pod) &&
		pod.knownServices?.names.includes(state.service) === true
	);
}

const SET_STATUS = "set it in the server's health service";

function unsetStatuses(
	wanted: AskedServices["kind"],
	unset: readonly ServiceState[],
): Finding {
	const names = unset.map(({ service }) => service);
	return {
		code: "KG105",
		severity: "error",
		message: `serves ${listed(names, NAMED_SERVICES)} but keeps no health status for ${names.length === 1 ? "it" : "them"}.`,
		fix:
			wanted === "all"
				? SET_STATUS
				: `${SET_STATUS}; without --service the server as a whole is asked for`,
	};
}

/** The finding that only the server as a whole was asked, where all services were wanted: KG120. */
export function unknownServices(
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
				`gives no usable list of its services, so only the server as a whole was asked: ${servicesUnknown}`,
			),
			fix: "name them: --service NAME, repeatable",
		},
	];
}

type Failed = Extract<HealthAnswer, { kind: "failed" }>;

/** The server's own word: of an answer that is no gRPC, HTTP's 404 counts as UNIMPLEMENTED, too. */
function isUnimplemented(answer: HealthAnswer): answer is Failed {
	return (
		answer.kind === "failed" &&
		answer.code === "UNIMPLEMENTED" &&
		answer.source === "server"
	);
}

const REGISTER = "register the health service that your gRPC library ships";

function noHealthService(pod: PodState, { message }: Failed): Finding {
	const isProbed = probedQuestion(pod) !== undefined;
	const consequence = isProbed
		? `Its ${probeName(pod)} can never succeed.`
		: "It may serve well all the same; nobody can ask.";
	return {
		code: "KG103",
		severity: isProbed ? "error" : "warning",
		message: `serves gRPC on port ${portOf(pod)} but no grpc.health.v1.Health. ${consequence}`,
		fix:
			isAddress(pod.target.pod) && message === ""
				? `${REGISTER}; ${NO_ROUTE_HINT}`
				: REGISTER,
	};
}

function unknownFindings(
	pod: PodState,
	wanted: AskedServices["kind"],
	{ service }: ServiceState,
): Finding[] {
	// The probe's own name has a finding of its own.
	return service === probedService(pod)
		? []
		: [unknownService(pod, wanted, service)];
}

/** One finding for all services that failed alike. */
function failedFindings(
	pod: PodState,
	asked: readonly ServiceState[],
): Finding[] {
	const failed = asked.flatMap((state) =>
		state.answer.kind === "answered" || isUnknownService(state)
			? []
			: [{ service: state.service, answer: told(state.answer, pod) }],
	);
	const groups = Map.groupBy(failed, ({ answer: { code, source, message } }) =>
		[code, source, message].join(" "),
	);
	return [...groups.values()].flatMap((group) => {
		const [first] = group;
		if (first === undefined) return [];
		const services = group.map(({ service }) => service);
		return [rpcFailed(pod, services, first.answer)];
	});
}

/** What a server says stands as it is, be it of its pod, but for its length: header fields may have 64 KiB. */
const told = (answer: Failed, { target }: PodState): Failed => ({
	...answer,
	message:
		answer.source === "server"
			? quote(answer.message)
			: unnamed(answer.message, target.pod),
});

function unknownService(
	pod: PodState,
	wanted: AskedServices["kind"],
	service: string,
): Finding {
	const { source, names = [] } = pod.knownServices ?? {};
	const known = names.filter(
		(name) => name !== "" && !isUnknownService(pod.services.get(name)),
	);
	const near = nearestService(service, known);
	// Of what reflection lists, nobody has said that a health status is kept.
	const has = source === "reflection" ? "serves" : "knows";
	const otherwise =
		wanted === "all"
			? SET_STATUS
			: "--all-services shows the names that have one";
	const others =
		known.length > 0 ? ` It ${has} ${listed(known, NAMED_SERVICES)}.` : "";
	return {
		code: "KG105",
		severity: "error",
		message: `keeps no health status for ${quoted(service)}.${others}`,
		fix: near === undefined ? otherwise : `--service ${shellWord(near)}`,
	};
}

function rpcFailed(
	pod: PodState,
	services: readonly string[],
	{ code, message, source, latencyMs }: Failed,
): Finding {
	const status = { source, name: code, message };
	const what = `Health/Check${forServices(services)}`;
	if (code === "DEADLINE_EXCEEDED") {
		return {
			code: "KG113",
			severity: "error",
			message: `connected, but ${what} gave no answer ${latencyMs === null ? "in time" : `within ${formatDuration(latencyMs)}`}.`,
			fix: "--rpc-timeout 10s shows whether it answers at all; the kubelet waits timeoutSeconds, 1 by default",
		};
	}
	if (isCutOff(status)) {
		return {
			code: "KG116",
			severity: "error",
			message: sentence(`the connection ended during ${what}: ${message}`),
			fix: `run it again, or follow ${isAddress(pod.target.pod) ? "it" : "the pod"} with --watch`,
		};
	}
	return {
		code: "KG117",
		severity: "error",
		message: sentence(`${what} ended with ${code}: ${message || "no message"}`),
		fix: fixForStatus(code, [
			...(isForeign(status) ? [foreignHint(status)] : []),
			...(saysInHeaders(status) ? [IN_HEADERS_HINT] : []),
			...(isUnaskedEncoding(status) ? [UNASKED_ENCODING_HINT] : []),
		]),
	};
}

function fixForStatus(code: string, hints: readonly string[]): string {
	const wantsCredentials =
		code === "UNAUTHENTICATED" || code === "PERMISSION_DENIED";
	const fixes = [
		...hints,
		...(wantsCredentials
			? [
					"-H 'authorization: Bearer …', or exempt grpc.health.v1.Health from authentication",
				]
			: []),
	];
	return (
		fixes.join("; ") ||
		"look at what answers before the health service: an interceptor, a proxy, a size limit"
	);
}

function probeFindings(pod: PodState): Finding[] {
	const service = probedService(pod);
	if (service === undefined || !isUnknownService(pod.services.get(service)))
		return [];
	const known = pod.knownServices?.names ?? [];
	const near = known.includes(service)
		? undefined
		: nearestService(service, known);
	const isLost = near === undefined && isUnknownService(pod.services.get(""));
	const asksFor =
		service === ""
			? "the whole server, of which the server keeps no health status"
			: `service "${service}", which the server does not know`;
	return [
		{
			code: "KG110",
			severity: "error",
			message: `its ${probeName(pod)} asks for ${asksFor}.`,
			fix: isLost ? SET_STATUS : grpcProbeFix(pod, near ?? ""),
		},
	];
}
