import { isAddress } from "../../../cli/endpoint-target.ts";
import { withoutPodName } from "../../../cli/without-pod-name.ts";
import type { Finding } from "../../../findings/finding.ts";
import { BUSY_HINT, BUSY_WORDS } from "../../../grpc/busy-server.ts";
import { isNoMessage, NO_MESSAGE_HINT } from "../../../grpc/no-message.ts";
import {
	hasStatusInHeaders,
	IN_HEADERS_HINT,
} from "../../../grpc/no-trailers.ts";
import {
	isCutOff,
	isNonGrpc,
	nonGrpcHint,
} from "../../../grpc/non-grpc-answer.ts";
import {
	isUnaskedEncoding,
	UNASKED_ENCODING_HINT,
} from "../../../grpc/unasked-encoding.ts";
import { quote } from "../../../kubernetes/quote.ts";
import { formatDuration } from "../../../render/duration.ts";
import type { AskedBy } from "../facts.ts";
import type { FailedAnswer, PodState, ServiceState } from "../state.ts";
import { isUnknownService } from "../unknown-service.ts";
import { sentence } from "./sentence.ts";
import { forServices } from "./service-names.ts";

/**
 * Returns the findings about RPCs that ended without a status of the health service: KG113, KG116 and KG117. Services that failed
 * in the same way share one.
 */
export function failedFindings(
	pod: PodState,
	asked: readonly ServiceState[],
): Finding[] {
	const failed = asked.flatMap((state) =>
		state.answer.kind === "answered" || isUnknownService(state)
			? []
			: [
					{
						service: state.service,
						askedBy: state.askedBy,
						answer: boundedAnswer(state.answer, pod),
					},
				],
	);
	const groups = Map.groupBy(
		failed,
		({ askedBy, answer: { code, source, message } }) =>
			[askedBy, code, source, message].join(" "),
	);
	return [...groups.values()].flatMap((group) => {
		const [first] = group;
		if (first === undefined) return [];
		const services = group.map(({ service }) => service);
		const method = first.askedBy === "watch" ? "Watch" : "Check";
		const what = `Health/${method}${forServices(services)}`;
		const isLate = first.answer.code === "DEADLINE_EXCEEDED";
		return [
			isLate
				? unanswered(what, first.answer, first.askedBy)
				: rpcFailed(pod, what, first.answer),
		];
	});
}

/**
 * Returns the answer with a message of bounded length, because header fields may have 64 KiB. The pod's name is removed only from
 * the channel's messages.
 */
const boundedAnswer = (
	answer: FailedAnswer,
	{ target }: PodState,
): FailedAnswer => ({
	...answer,
	message:
		answer.source === "server"
			? quote(answer.message)
			: withoutPodName(answer.message, target.pod),
});

/** How to see whether an answer comes at all. A Watch accepts a late one. */
const FIX_OF_LATE: Readonly<Record<AskedBy, string>> = {
	check: "--rpc-timeout 10s shows whether it answers at all",
	poll: "--rpc-timeout 10s, with a --wait that is at least as long, shows whether it answers at all",
	watch:
		"the Watch stays open, so waiting longer shows whether it answers at all",
};

function unanswered(
	what: string,
	answer: FailedAnswer,
	askedBy: AskedBy,
): Finding {
	return {
		code: "KG113",
		severity: "error",
		message: `connected, but ${what} gave ${lateText(answer)}.`,
		fix: `${FIX_OF_LATE[askedBy]}; the kubelet waits timeoutSeconds, 1 by default`,
	};
}

/** Returns a text on the missing answer. For a Check it has the latency. For a Watch the channel's message already has the time. */
function lateText({ message, source, latencyMs }: FailedAnswer): string {
	if (latencyMs !== null)
		return `no answer within ${formatDuration(latencyMs)}`;
	return source === "channel" ? message : "no answer in time";
}

function rpcFailed(
	pod: PodState,
	what: string,
	{ code, message, source }: FailedAnswer,
): Finding {
	const status = { source, name: code, message };
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
			...(isNonGrpc(status) ? [nonGrpcHint(status)] : []),
			...(hasStatusInHeaders(status) ? [IN_HEADERS_HINT] : []),
			...(isNoMessage(status) ? [NO_MESSAGE_HINT] : []),
			...(isUnaskedEncoding(status) ? [UNASKED_ENCODING_HINT] : []),
			...(BUSY_WORDS.test(message) ? [BUSY_HINT] : []),
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
					"send credentials that it takes: -H 'authorization: Bearer …', or exempt grpc.health.v1.Health from authentication",
				]
			: []),
	];
	return (
		fixes.join("; ") ||
		"find out what answers instead of the health service: an interceptor, a proxy, a size limit"
	);
}
