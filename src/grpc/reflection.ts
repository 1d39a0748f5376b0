import type { Channel, RpcStatus } from "./channel.ts";
import { type Answer, allowanceOf } from "./reflection-answers.ts";
import { type Conversation, converse } from "./reflection-conversation.ts";
import {
	type MessageRequest,
	openReflectionStream,
	type ReflectionOptions,
} from "./reflection-stream.ts";
import { channelStatus, serverStatus, statusCode } from "./status.ts";

export type { ReflectionOptions };

/** Why there is no answer: the server sent an error_response (`refused`), or the RPC ended (`failed`). */
export type ReflectionFailure = {
	readonly kind: "refused" | "failed";
	readonly status: RpcStatus;
};

type ReflectedServices =
	| {
			readonly kind: "listed";
			/** In the server's order: a name may be anything, without the dot that some write before it. */
			readonly services: readonly string[];
	  }
	| ReflectionFailure;

export type ReflectedFiles =
	| {
			readonly kind: "files";
			/** Undecoded FileDescriptorProto messages. They need not contain what was requested. */
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
 * Questions about one server's schema, on one stream. Concurrent questions are sent together. Each has its own deadline. A question
 * rejects only when there is no connection for it.
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
	/** Ends the session. Unanswered questions fail. */
	readonly close: () => void;
};

/** Lists the services of a server: with grpc.reflection.v1, then with v1alpha after UNIMPLEMENTED or UNAVAILABLE. */
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
 * Opens a session at its first question, which detects the version. A question whose stream or connection the server ended is asked
 * once more.
 * @param take returns the channel, or a new one when it takes no more calls: a server ends a connection at its maximum age, or when it
 * stops
 */
export function openReflection(
	take: () => Promise<Channel>,
	options: ReflectionOptions,
): ReflectionSession {
	const allowance = allowanceOf(options.maxBytes);
	const conversation = converse(async (version) =>
		openReflectionStream(await take(), version, options, allowance),
	);
	const files = (request: MessageRequest) => askFiles(conversation, request);
	let hasDots = false;
	const withOrWithoutDot = dotting();
	return {
		async listServices() {
			const listed = await askServices(conversation);
			if (listed.kind !== "listed") return listed;
			const names = listed.services;
			hasDots ||= names.some((name) => name.startsWith("."));
			// Helidon lists a service once for each of its methods.
			const services = new Set(names.map((name) => name.replace(/^\./, "")));
			return { kind: "listed", services: [...services] };
		},
		fileContainingSymbol(symbol) {
			const ask = (value: string) =>
				files({ case: "fileContainingSymbol", value });
			return hasDots ? withOrWithoutDot(symbol, ask) : ask(symbol);
		},
		fileByFilename: (value) => files({ case: "fileByFilename", value }),
		fileContainingExtension: (type, extensionNumber) =>
			withOrWithoutDot(type, (containingType) =>
				files({
					case: "fileContainingExtension",
					value: {
						$typeName: "grpc.reflection.v1.ExtensionRequest",
						containingType,
						extensionNumber,
					},
				}),
			),
		allExtensionNumbers: (type) =>
			withOrWithoutDot(type, (value) => askExtensions(conversation, value)),
		close: conversation.close,
	};
}

/** Asks for the names of all services, as the server writes them. */
async function askServices({ ask }: Conversation): Promise<ReflectedServices> {
	const answer = await ask({ case: "listServices", value: "*" });
	if (answer.kind === "failed") return answer;
	const { response } = answer;
	if (response.case !== "listServicesResponse") return refusal(answer);
	const services = response.value.service.map(({ name }) => name);
	return { kind: "listed", services };
}

async function askFiles(
	{ ask }: Conversation,
	request: MessageRequest,
): Promise<ReflectedFiles> {
	const answer = await ask(request);
	if (answer.kind === "failed") return answer;
	const { response } = answer;
	return response.case === "fileDescriptorResponse"
		? { kind: "files", files: response.value.fileDescriptorProto }
		: refusal(answer);
}

async function askExtensions(
	{ ask }: Conversation,
	value: string,
): Promise<ReflectedExtensions> {
	const answer = await ask({ case: "allExtensionNumbersOfType", value });
	if (answer.kind === "failed") return answer;
	const { response } = answer;
	return response.case === "allExtensionNumbersResponse"
		? { kind: "extensions", numbers: response.value.extensionNumber }
		: refusal(answer);
}

/**
 * Returns a function that asks for a name, and where it is refused for the name with a leading dot: @grpc/reflection knows only so the
 * messages that are extended, and symbols without a package. A server that fails at such a name is not asked for another.
 */
function dotting() {
	let dotted: "asked" | "given-up" = "asked";
	return async <A extends { readonly kind: string }>(
		name: string,
		ask: (name: string) => Promise<A>,
	): Promise<A> => {
		const answer = await ask(name);
		if (answer.kind !== "refused" || dotted === "given-up") return answer;
		const again = await ask(`.${name}`);
		if (again.kind === "failed") dotted = "given-up";
		return again.kind === "refused" || again.kind === "failed" ? answer : again;
	};
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
	// A refusal with the code OK has no meaning.
	const code = errorCode === 0 ? statusCode("UNKNOWN") : errorCode;
	return {
		kind: "refused",
		status: serverStatus(String(code), errorMessage, undefined),
	};
}
