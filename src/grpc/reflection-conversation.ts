import type { RpcStatus } from "./channel.ts";
import { isCutOff, mayLackMethod } from "./non-grpc-answer.ts";
import type { Answer } from "./reflection-answers.ts";
import type {
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

type Question = {
	readonly request: MessageRequest;
	/** Where it was sent before the earlier questions were answered. */
	readonly ahead?: {
		readonly on: ReflectionStream;
		readonly answer: Promise<Answer>;
	};
};

type State = {
	readonly open: (version: ReflectionVersion) => Promise<ReflectionStream>;
	/** The open stream. */
	stream: ReflectionStream | undefined;
	/** The version in use; undefined before the first answer. */
	version: ReflectionVersion | undefined;
	pace: "ahead" | "one-by-one";
	/** The questions without an answer in their time, one after the other until now. */
	unanswered: number;
	phase: "open" | "closed";
};

/** One question may be too hard for a server. At two in a row it has stopped, and a long list of questions must not wait for each. */
const MAX_UNANSWERED = 2;

/**
 * Asks in the version that the server supports, over as many streams as needed. Answers come in the order of the questions. A question
 * is sent at once when the version is known and a stream is open. It is sent again when that stream ends without the answer. A
 * server that has stopped answering is asked no more: further questions have the failure of the last one.
 */
export function converse(
	open: (version: ReflectionVersion) => Promise<ReflectionStream>,
): Conversation {
	const state: State = {
		open,
		stream: undefined,
		version: undefined,
		pace: "ahead",
		unanswered: 0,
		phase: "open",
	};
	let last: Promise<Answer | undefined> = Promise.resolve(undefined);
	return {
		ask(request) {
			const question = sendAhead(state, request);
			const asked = last.then((before) =>
				before !== undefined && state.unanswered >= MAX_UNANSWERED
					? before
					: ask(state, question),
			);
			last = asked.catch(() => undefined);
			return asked;
		},
		close() {
			state.phase = "closed";
			state.stream?.close();
		},
	};
}

function sendAhead(
	{ stream, version, pace, phase }: State,
	request: MessageRequest,
): Question {
	if (phase === "closed" || pace === "one-by-one") return { request };
	if (version === undefined || stream === undefined) return { request };
	if (stream.isHalfClosed()) return { request };
	return { request, ahead: { on: stream, answer: stream.ask(request) } };
}

/** Asks in the version in use, or finds it out. */
async function ask(state: State, question: Question): Promise<Answer> {
	const first = await askIn(state, state.version ?? "v1", question);
	if (first.kind === "answer" || first.isLate) return first;
	if (state.version !== undefined || !isMissing(first.status)) return first;
	const second = await askIn(state, "v1alpha", { request: question.request });
	return second.kind === "failed" && mayLackMethod(second.status)
		? first
		: second;
}

/** Asks in one version, and once more where the stream or the connection ended. */
async function askIn(
	state: State,
	version: ReflectionVersion,
	question: Question,
): Promise<Answer> {
	const reused = state.stream !== undefined;
	const first = await askOnce(state, version, question);
	if (first.kind === "answer" || first.isLate) return first;
	// Some servers end the stream after each answer.
	const isEndedAnew = reused && hasEnded(first.status);
	if (isEndedAnew) state.pace = "one-by-one";
	return isCutOff(first.status) || isEndedAnew
		? askOnce(state, version, { request: question.request })
		: first;
}

async function askOnce(
	state: State,
	version: ReflectionVersion,
	{ request, ahead }: Question,
): Promise<Answer> {
	if (isClosed(state)) return CLOSED;
	const stream = state.stream ?? (await state.open(version));
	if (isClosed(state)) {
		stream.close();
		return CLOSED;
	}
	state.stream = stream;
	const isSent = ahead?.on === stream;
	const answer = await (isSent ? ahead.answer : stream.ask(request));
	if (answer.kind === "answer") state.version = version;
	state.unanswered =
		answer.kind === "failed" && answer.isLate ? state.unanswered + 1 : 0;
	if (stream.isHalfClosed()) state.pace = "one-by-one";
	if (answer.kind === "failed" || stream.isHalfClosed()) {
		stream.close();
		state.stream = undefined;
	}
	return answer;
}

/** A conversation may be closed during any wait. */
function isClosed({ phase }: State): boolean {
	return phase === "closed";
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
