import { create, toBinary } from "@bufbuild/protobuf";
import { withinTime } from "../abort.ts";
import {
	ServerReflection,
	type ServerReflectionRequest,
	ServerReflectionRequestSchema,
} from "../grpc-services/gen/grpc/reflection/v1/reflection_pb.ts";
import { ServerReflection as ServerReflectionV1alpha } from "../grpc-services/gen/grpc/reflection/v1alpha/reflection_pb.ts";
import type { Call, CallOptions, Channel } from "./channel.ts";
import { isNonGrpc } from "./non-grpc-answer.ts";
import {
	type Allowance,
	type Answer,
	readAnswers,
	refuseSpent,
} from "./reflection-answers.ts";
import { channelStatus } from "./status.ts";

export type ReflectionVersion = "v1" | "v1alpha";

export type ReflectionOptions = Pick<CallOptions, "metadata" | "signal"> & {
	/** Milliseconds for each question. */
	readonly deadlineMs: number;
	/** Milliseconds that a question waits for its answer before its stream is half-closed. Default 1 s. */
	readonly patienceMs?: number;
	/** Maximum bytes of all answers of a session, over all of its streams. Default 64 MiB; the largest known schemas have a few. */
	readonly maxBytes?: number;
};

export type MessageRequest = ServerReflectionRequest["messageRequest"];

/** One stream of questions and answers in one version of the protocol. */
export type ReflectionStream = {
	/** Sends a question at once. The wait for its answer, and its time, begin when the earlier questions have been answered. */
	readonly ask: (request: MessageRequest) => Promise<Answer>;
	/** Whether the stream is half-closed, because an answer was slow. */
	readonly isHalfClosed: () => boolean;
	readonly close: () => void;
};

/** The two versions differ only in the name of their package, so v1's messages work for both. */
const PATHS: Readonly<Record<ReflectionVersion, string>> = {
	v1: `/${ServerReflection.typeName}/${ServerReflection.method.serverReflectionInfo.name}`,
	v1alpha: `/${ServerReflectionV1alpha.typeName}/${ServerReflectionV1alpha.method.serverReflectionInfo.name}`,
};
const CLOSE_TIMEOUT_MS = 1000;
/** By then nearly every server has answered. For the others, each further question costs another stream. */
const PATIENCE_MS = 1000;
/** Milliseconds for a round trip through a tunnel, with a margin. */
const LAST_WORD_MS = 500;

/**
 * Opens a stream. The first answer shows whether the server supports this version. When it is slow, the stream is half-closed: a proxy
 * that speaks HTTP/1 to the server behind it holds a request until it is complete, and only then reports that it gets no answer.
 */
export function openReflectionStream(
	channel: Channel,
	version: ReflectionVersion,
	options: ReflectionOptions,
	allowance: Allowance,
): ReflectionStream {
	const { metadata, signal, deadlineMs, patienceMs = PATIENCE_MS } = options;
	const call = channel.call(PATHS[version], {
		maxReceiveBytes: allowance.maxBytes,
		metadata,
		signal,
	});
	const answers = readAnswers(call, allowance);
	let isHalfClosed = false;
	const receive = async (request: ServerReflectionRequest): Promise<Answer> => {
		const waitMs = allowance.answers === "at-end" ? 0 : patienceMs;
		const timer = setTimeout(() => {
			isHalfClosed = true;
			call.closeSend();
		}, waitMs);
		const answer = await within(deadlineMs, answers.answerTo(request), call);
		clearTimeout(timer);
		if (!isHalfClosed) return answer;
		if (answer.kind === "answer") {
			allowance.answers = "at-end";
			return answer;
		}
		const isLate = answer.isLate === true || isNonGrpc(answer.status);
		return { ...answer, isLate };
	};
	let last: Promise<unknown> = Promise.resolve();
	return {
		async ask(messageRequest) {
			const refused = refuseSpent(call, allowance);
			if (refused !== undefined) return refused;
			const request = create(ServerReflectionRequestSchema, { messageRequest });
			answers.expect(request);
			void call.send(toBinary(ServerReflectionRequestSchema, request));
			const answer = last.then(() => receive(request));
			last = answer;
			return answer;
		},
		isHalfClosed: () => isHalfClosed,
		close() {
			call.closeSend();
			const timer = setTimeout(() => call.cancel(), CLOSE_TIMEOUT_MS);
			void call.status.then(() => clearTimeout(timer));
			void answers.drain();
		},
	};
}

/**
 * Waits for an answer, up to the deadline. Then it half-closes the stream before it cancels it, so that a proxy can still answer.
 * Without such an answer, the status is the deadline and not the cancellation.
 */
async function within(
	deadlineMs: number,
	answer: Promise<Answer>,
	call: Call,
): Promise<Answer> {
	let late = false;
	let timer = setTimeout(() => {
		late = true;
		call.closeSend();
		timer = setTimeout(() => call.cancel(), LAST_WORD_MS);
	}, deadlineMs);
	const given = await answer;
	clearTimeout(timer);
	if (!late) return given;
	call.cancel();
	const message = `no answer to a reflection request ${withinTime(deadlineMs)}`;
	return {
		kind: "failed",
		status:
			given.kind === "failed" && isNonGrpc(given.status)
				? given.status
				: channelStatus("DEADLINE_EXCEEDED", message),
		isLate: true,
	};
}
