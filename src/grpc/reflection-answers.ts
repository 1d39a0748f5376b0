import { create, equals, fromBinary } from "@bufbuild/protobuf";
import {
	type ServerReflectionRequest,
	ServerReflectionRequestSchema,
	type ServerReflectionResponse,
	ServerReflectionResponseSchema,
} from "../grpc-services/gen/grpc/reflection/v1/reflection_pb.ts";
import type { Call, RpcStatus } from "./channel.ts";
import { channelStatus } from "./status.ts";

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

/** What a server may still send over all streams of a session. It may end each stream after an answer. */
export type Allowance = {
	readonly maxBytes: number;
	receivedBytes: number;
	/** `at-end`: the server has once answered only after the stream was half-closed, as Undertow's gRPC servlet does. */
	answers: "at-once" | "at-end";
};

/** The answers on one stream, by question: a server may answer in another order, or what was not asked. */
type AnswerReader = {
	/** Announces a question, in the order in which they are sent. */
	readonly expect: (request: ServerReflectionRequest) => void;
	/** Returns the answer to a question, and keeps those that come before it. Cancels the call of a stream that is of no more use. */
	readonly answerTo: (request: ServerReflectionRequest) => Promise<Answer>;
	/** Reads to the end and keeps nothing. */
	readonly drain: () => Promise<void>;
};

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
/** Maximum number of answers to questions that were not asked. */
const MAX_STRAY_ANSWERS = 16;

/** Returns the allowance of a new session. Default: 64 MiB. */
export function allowanceOf(maxBytes = DEFAULT_MAX_BYTES): Allowance {
	return { maxBytes, receivedBytes: 0, answers: "at-once" };
}

/** Returns a reader of a call's answers. It counts their bytes in `allowance`. */
export function readAnswers(call: Call, allowance: Allowance): AnswerReader {
	const reader = call.responses[Symbol.asyncIterator]();
	/** The questions under way, each with its answer where that has come. */
	const asked = new Map<
		ServerReflectionRequest,
		ServerReflectionResponse | undefined
	>();
	const answerTo = async (
		request: ServerReflectionRequest,
	): Promise<Answer> => {
		for (let strays = 0; strays <= MAX_STRAY_ANSWERS; ) {
			const known = asked.get(request);
			if (known !== undefined) {
				asked.delete(request);
				return { kind: "answer", response: known.messageResponse };
			}
			const message = await reader.next();
			if (message.done) return { kind: "failed", status: await ended(call) };
			allowance.receivedBytes += message.value.length;
			const refused = refuseSpent(call, allowance);
			if (refused !== undefined) return refused;
			const response = decode(message.value);
			if (response === undefined) return cutOff(call, UNDECODABLE);
			const question = [...asked].find(
				([one, answer]) => answer === undefined && answers(response, one),
			);
			if (question === undefined) strays += 1;
			else asked.set(question[0], response);
		}
		return cutOff(call, STRAYS);
	};
	return {
		expect: (request) => void asked.set(request, undefined),
		answerTo,
		async drain() {
			while (!(await reader.next()).done);
		},
	};
}

/** Cancels a call of a session whose server has sent too much, and returns that as the answer; undefined where it has not. */
export function refuseSpent(
	call: Call,
	allowance: Allowance,
): Answer | undefined {
	const { receivedBytes, maxBytes } = allowance;
	if (receivedBytes <= maxBytes) return undefined;
	return cutOff(
		call,
		channelStatus(
			"RESOURCE_EXHAUSTED",
			`the server's reflection answers exceed ${maxBytes} bytes`,
		),
	);
}

/** Cancels a call whose server may not go on, and returns that as the answer. */
function cutOff(call: Call, status: RpcStatus): Answer {
	call.cancel();
	return { kind: "failed", status };
}

/** Returns the status of a stream that ended without an answer. OK is replaced by an error. */
async function ended(call: Call): Promise<RpcStatus> {
	const status = await call.status;
	return status.code === 0
		? channelStatus("INTERNAL", "the server ended reflection without an answer")
		: status;
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
