import type { Channel, RpcStatus } from "./channel.ts";
import { isCutOff, mayLackMethod } from "./foreign-answer.ts";
import {
	type Answer,
	allowanceOf,
	type MessageRequest,
	openReflectionStream,
	type ReflectionOptions,
	type ReflectionStream,
	type ReflectionVersion,
} from "./reflection-stream.ts";
import {
	channelStatus,
	type StatusName,
	serverStatus,
	statusCode,
} from "./status.ts";

export type { ReflectionOptions, ReflectionVersion };

/** Why there is no answer: the server said so in an error_response, or the RPC ended. */
export type ReflectionFailure = {
	readonly kind: "refused" | "failed";
	readonly status: RpcStatus;
};

type ReflectedServices =
	| {
			readonly kind: "listed";
			/** In the server's order, as sent: a name may be anything. */
			readonly services: readonly string[];
			readonly version: ReflectionVersion;
	  }
	| ReflectionFailure;

export type ReflectedFiles =
	| {
			readonly kind: "files";
			/** Undecoded FileDescriptorProto messages. What they hold need not be what was asked for. */
			readonly files: readonly Uint8Array[];
	  }
	| ReflectionFailure;

type ReflectedExtensions =
	| {
			readonly kind: "extensions";
			readonly numbers: readonly number[];
	  }
	| ReflectionFailure;

/**
 * Questions about one server's schema, on one stream: those that are asked together travel together. Each has its own deadline; one rejects
 * only where there is no connection for it.
 */
export type ReflectionSession = {
	readonly listServices: () => Promise<ReflectedServices>;
	readonly fileContainingSymbol: (symbol: string) => Promise<ReflectedFiles>;
	readonly fileByFilename: (name: string) => Promise<ReflectedFiles>;
	readonly fileContainingExtension: (
		type: string,
		number: number,
	) => Promise<ReflectedFiles>;
	readonly allExtensionNumbers: (type: string) => Promise<ReflectedExtensions>;
	/** The version in use; undefined before the first answer. */
	readonly version: () => ReflectionVersion | undefined;
	/** Asks nothing more: what has no answer yet fails. */
	readonly close: () => void;
};

/** Lists the services of a server: grpc.reflection.v1, then v1alpha on UNIMPLEMENTED and UNAVAILABLE. */
export async function listServices(
	channel: Channel,
	options: ReflectionOptions,
): Promise<ReflectedServices> {
	const session = openReflection(async () => channel, options);
	try {
		return await session.listServices();
	} finally {
		session.close();
	}
}

/**
 * Opens a session with its first question, which finds out the version; one whose stream or connection the server ended is asked again, once.
 * @param take gives the channel, or a new one where it takes no more calls: a server ends it at its maximum age, or when it stops
 */
export function openReflection(
	take: () => Promise<Channel>,
	options: ReflectionOptions,
): ReflectionSession {
	const allowance = allowanceOf(options);
	const conversation = converse(async (version) =>
		openReflectionStream(await take(), version, options, allowance),
	);
	const files = async (request: MessageRequest): Promise<ReflectedFiles> => {
		const answer = await conversation.ask(request);
		if (answer.kind === "failed") return answer;
		return answer.response.case === "fileDescriptorResponse"
			? { kind: "files", files: answer.response.value.fileDescriptorProto }
			: refusal(answer);
	};
	return {
		async listServices() {
			const answer = await conversation.ask({
				case: "listServices",
				value: "*",
			});
			if (answer.kind === "failed") return answer;
			if (answer.response.case !== "listServicesResponse")
				return refusal(answer);
			return {
				kind: "listed",
				services: answer.response.value.service.map(({ name }) => name),
				version: conversation.version() ?? "v1",
			};
		},
		fileContainingSymbol: (value) =>
			files({ case: "fileContainingSymbol", value }),
		fileByFilename: (value) => files({ case: "fileByFilename", value }),
		fileContainingExtension: (containingType, extensionNumber) =>
			files({
				case: "fileContainingExtension",
				value: {
					$typeName: "grpc.reflection.v1.ExtensionRequest",
					containingType,
					extensionNumber,
				},
			}),
		async allExtensionNumbers(value) {
			const answer = await conversation.ask({
				case: "allExtensionNumbersOfType",
				value,
			});
			if (answer.kind === "failed") return answer;
			return answer.response.case === "allExtensionNumbersResponse"
				? { kind: "extensions", numbers: answer.response.value.extensionNumber }
				: refusal(answer);
		},
		version: conversation.version,
		close: conversation.close,
	};
}

type Conversation = {
	readonly ask: (request: MessageRequest) => Promise<Answer>;
	readonly version: () => ReflectionVersion | undefined;
	readonly close: () => void;
};

/** A question that was sent before those ahead of it were answered. */
type SentAhead = {
	readonly on: ReflectionStream;
	readonly answer: Promise<Answer>;
};

/**
 * Asks in the version that the server has, over as many streams as it takes. Answers come in the order of the questions; a question goes out
 * at once where the version is known and a stream is open, and again where that ends first.
 */
function converse(
	open: (version: ReflectionVersion) => Promise<ReflectionStream>,
): Conversation {
	let stream: ReflectionStream | undefined;
	let version: ReflectionVersion | undefined;
	let pace: "ahead" | "one-by-one" = "ahead";
	let state: "open" | "closed" = "open";
	let last: Promise<unknown> = Promise.resolve();

	const sendAhead = (request: MessageRequest): SentAhead | undefined => {
		const isProven = version !== undefined && stream?.isHalfClosed() === false;
		const isAhead = pace === "ahead" && state === "open";
		if (!isAhead || !isProven || stream === undefined) return undefined;
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
		version: () => version,
		close() {
			state = "closed";
			stream?.close();
		},
	};
}

/** What a question comes to that has no answer when its session is closed. */
const CLOSED: Answer = {
	kind: "failed",
	status: channelStatus("CANCELLED", "cancelled here"),
};

/** Servers without v1 answer UNIMPLEMENTED; some proxies before them UNAVAILABLE (grpcurl #434, protoreflect #588). */
function isMissing(status: RpcStatus): boolean {
	if (mayLackMethod(status)) return true;
	return is(status, "UNAVAILABLE") && !isCutOff(status);
}

/** A stream that was fine before and came to an end of the server's making. */
function hasEnded(status: RpcStatus): boolean {
	return is(status, "INTERNAL") || is(status, "UNAVAILABLE");
}

function is(status: RpcStatus, name: StatusName): boolean {
	return status.code === statusCode(name);
}

function refusal({
	response,
}: Extract<Answer, { kind: "answer" }>): ReflectionFailure {
	if (response.case !== "errorResponse")
		return {
			kind: "failed",
			status: channelStatus(
				"INTERNAL",
				`the server answered a reflection request with ${response.case ?? "nothing"}`,
			),
		};
	const { errorCode, errorMessage } = response.value;
	// OK is no reason to refuse: such a code says nothing.
	const code = errorCode === 0 ? statusCode("UNKNOWN") : errorCode;
	return {
		kind: "refused",
		status: serverStatus(String(code), errorMessage, undefined),
	};
}
