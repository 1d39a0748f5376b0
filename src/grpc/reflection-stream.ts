import { create, equals, fromBinary, toBinary } from "@bufbuild/protobuf";
import { withinTime } from "../abort.ts";
import {
	ServerReflection,
	type ServerReflectionRequest,
	ServerReflectionRequestSchema,
	type ServerReflectionResponse,
	ServerReflectionResponseSchema,
} from "../grpc-services/gen/grpc/reflection/v1/reflection_pb.ts";
import { ServerReflection as ServerReflectionV1alpha } from "../grpc-services/gen/grpc/reflection/v1alpha/reflection_pb.ts";
import type { Call, CallOptions, Channel, RpcStatus } from "./channel.ts";
import { isNonGrpc } from "./non-grpc-answer.ts";
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

/** What a server may still send over all streams of a session. It may end each stream after an answer. */
type Allowance = {
	readonly maxBytes: number;
	receivedBytes: number;
	/** `at-end`: the server has once answered only after the stream was half-closed, as Undertow's gRPC servlet does. */
	answers: "at-once" | "at-end";
};

/** Returns the allowance of a new session. */
export function allowanceOf({
	maxBytes = DEFAULT_MAX_BYTES,
}: ReflectionOptions): Allowance {
	return { maxBytes, receivedBytes: 0, answers: "at-once" };
}

export type MessageRequest = ServerReflectionRequest["messageRequest"];

export type Answer =
	| {
			readonly kind: "answer";
			readonly response: ServerReflectionResponse["messageResponse"];
	  }
	| {
			readonly kind: "failed";
			readonly status: RpcStatus;
			/** Whether the answer took all its time, or the time until the stream was half-closed. Such a question is not repeated. */
			readonly isLate?: boolean;
	  };

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
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
/** Maximum number of answers to questions that were not asked. */
const MAX_STRAY_ANSWERS = 16;
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
	const { maxBytes } = allowance;
	const { metadata, signal, deadlineMs, patienceMs = PATIENCE_MS } = options;
	let isHalfClosed = false;
	const call = channel.call(PATHS[version], {
		maxReceiveBytes: maxBytes,
		metadata,
		signal,
	});
	const reader = call.responses[Symbol.asyncIterator]();
	const fail = (status: RpcStatus): Answer => {
		call.cancel();
		return { kind: "failed", status };
	};
	const unanswered = new Set<ServerReflectionRequest>();
	const early = new Map<ServerReflectionRequest, ServerReflectionResponse>();
	const next = async (request: ServerReflectionRequest): Promise<Answer> => {
		for (let strays = 0; strays <= MAX_STRAY_ANSWERS; ) {
			const known = early.get(request);
			if (known) return { kind: "answer", response: known.messageResponse };
			const message = await reader.next();
			if (message.done) return { kind: "failed", status: await ended(call) };
			allowance.receivedBytes += message.value.length;
			if (isSpent(allowance)) return fail(tooMuch(maxBytes));
			const response = decode(message.value);
			if (response === undefined) return fail(UNDECODABLE);
			const asked = [request, ...unanswered].find(
				(one) => !early.has(one) && answers(response, one),
			);
			if (asked === undefined) strays += 1;
			else early.set(asked, response);
		}
		return fail(STRAYS);
	};
	const receive = async (request: ServerReflectionRequest): Promise<Answer> => {
		const waitMs = allowance.answers === "at-end" ? 0 : patienceMs;
		const timer = setTimeout(() => {
			isHalfClosed = true;
			call.closeSend();
		}, waitMs);
		const answer = await within(deadlineMs, next(request), call);
		clearTimeout(timer);
		unanswered.delete(request);
		early.delete(request);
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
			if (isSpent(allowance)) return fail(tooMuch(maxBytes));
			const request = create(ServerReflectionRequestSchema, { messageRequest });
			unanswered.add(request);
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
			void drain(reader);
		},
	};
}

function isSpent({ receivedBytes, maxBytes }: Allowance): boolean {
	return receivedBytes > maxBytes;
}

/** Returns the status of a stream that ended without an answer. OK is replaced by an error. */
async function ended(call: {
	readonly status: Promise<RpcStatus>;
}): Promise<RpcStatus> {
	const status = await call.status;
	return status.code === 0
		? channelStatus("INTERNAL", "the server ended reflection without an answer")
		: status;
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

async function drain(reader: AsyncIterator<Uint8Array>): Promise<void> {
	while (!(await reader.next()).done);
}

/** Whether an answer is to this request. One that repeats the question must repeat this one. One without it is accepted. */
function answers(
	{ originalRequest }: ServerReflectionResponse,
	request: ServerReflectionRequest,
): boolean {
	if (originalRequest?.messageRequest.case === undefined) return true;
	return equals(
		ServerReflectionRequestSchema,
		create(ServerReflectionRequestSchema, {
			messageRequest: originalRequest.messageRequest,
		}),
		request,
	);
}

function decode(message: Uint8Array): ServerReflectionResponse | undefined {
	try {
		return fromBinary(ServerReflectionResponseSchema, message);
	} catch {
		return undefined;
	}
}

const UNDECODABLE = channelStatus(
	"INTERNAL",
	"the server's answer is not a message of grpc.reflection",
);

const STRAYS = channelStatus(
	"INTERNAL",
	`the server sent more than ${MAX_STRAY_ANSWERS} reflection answers that were not asked for`,
);

function tooMuch(maxBytes: number): RpcStatus {
	return channelStatus(
		"RESOURCE_EXHAUSTED",
		`the server's reflection answers exceed ${maxBytes} bytes`,
	);
}
