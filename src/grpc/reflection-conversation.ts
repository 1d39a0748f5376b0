import type { RpcStatus } from "./channel.ts";
import { isCutOff, mayLackMethod } from "./non-grpc-answer.ts";
import type {
	Answer,
	MessageRequest,
	ReflectionStream,
	ReflectionVersion,
} from "./reflection-stream.ts";
import { channelStatus, type StatusName, statusCode } from "./status.ts";

/** Questions to one server, over any number of streams. */
export type Conversation = {
	/** Rejects only when no stream can be opened. */
	readonly ask: (request: MessageRequest) => Promise<Answer>;
	/** Ends the conversation. Unanswered questions fail. */
	readonly close: () => void;
};

/** A question that was sent before the earlier ones were answered. */
type SentAhead = {
	readonly on: ReflectionStream;
	readonly answer: Promise<Answer>;
};

/**
 * Asks in the version that the server supports, over as many streams as needed. Answers come in the order of the questions. A question
 * is sent at once when the version is known and a stream is open. It is sent again when that stream ends without the answer.
 */
export function converse(
	open: (version: ReflectionVersion) => Promise<ReflectionStream>,
): Conversation {
	let stream: ReflectionStream | undefined;
	/** The version in use; undefined before the first answer. */
	let version: ReflectionVersion | undefined;
	let pace: "ahead" | "one-by-one" = "ahead";
	let state: "open" | "closed" = "open";
	let last: Promise<unknown> = Promise.resolve();

	const sendAhead = (request: MessageRequest): SentAhead | undefined => {
		if (state === "closed" || pace === "one-by-one") return undefined;
		if (version === undefined || stream === undefined) return undefined;
		if (stream.isHalfClosed()) return undefined;
		return { on: stream, answer: stream.ask(request) };
	};
	const askOnce = async (
		wanted: ReflectionVersion,
		request: MessageRequest,
		ahead?: SentAhead,
	): Promise<Answer> => {
		if (state === "closed") return CLOSED;
		stream ??= await open(wanted);
		const isSent = ahead?.on === stream;
		const answer = await (isSent ? ahead.answer : stream.ask(request));
		if (answer.kind === "answer") version = wanted;
		if (stream.isHalfClosed()) pace = "one-by-one";
		if (answer.kind === "failed" || stream.isHalfClosed()) {
			stream.close();
			stream = undefined;
		}
		return answer;
	};
	const askIn = async (
		wanted: ReflectionVersion,
		request: MessageRequest,
		ahead?: SentAhead,
	): Promise<Answer> => {
		const reused = stream !== undefined;
		const first = await askOnce(wanted, request, ahead);
		if (first.kind === "answer" || first.isLate) return first;
		// Some servers end the stream after each answer.
		const isEndedAnew = reused && hasEnded(first.status);
		if (isEndedAnew) pace = "one-by-one";
		return isCutOff(first.status) || isEndedAnew
			? askOnce(wanted, request)
			: first;
	};
	const ask = async (
		request: MessageRequest,
		ahead: SentAhead | undefined,
	): Promise<Answer> => {
		const first = await askIn(version ?? "v1", request, ahead);
		if (first.kind === "answer" || first.isLate) return first;
		if (version !== undefined || !isMissing(first.status)) return first;
		const second = await askIn("v1alpha", request);
		return second.kind === "failed" && mayLackMethod(second.status)
			? first
			: second;
	};
	return {
		ask(request) {
			const ahead = sendAhead(request);
			const asked = last.then(() => ask(request, ahead));
			last = asked.catch(() => undefined);
			return asked;
		},
		close() {
			state = "closed";
			stream?.close();
		},
	};
}

/** The answer to a question that is open when its session is closed. */
const CLOSED: Answer = {
	kind: "failed",
	status: channelStatus("CANCELLED", "cancelled here"),
};

/**
 * Whether the server lacks a version. Servers without v1 answer UNIMPLEMENTED, and some proxies before them UNAVAILABLE (grpcurl #434,
 * protoreflect #588).
 */
function isMissing(status: RpcStatus): boolean {
	if (mayLackMethod(status)) return true;
	return is(status, "UNAVAILABLE") && !isCutOff(status);
}

/** Whether the server ended a stream that had worked before. */
function hasEnded(status: RpcStatus): boolean {
	return is(status, "INTERNAL") || is(status, "UNAVAILABLE");
}

function is(status: RpcStatus, name: StatusName): boolean {
	return status.code === statusCode(name);
}
