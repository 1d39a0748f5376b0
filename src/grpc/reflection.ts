import type { Channel, RpcStatus } from "./channel.ts";
import { type Answer, allowanceOf } from "./reflection-answers.ts";
import { type Conversation, converse } from "./reflection-conversation.ts";
import {
	type MessageRequest,
	openReflectionStream,
	type ReflectionOptions,
} from "./reflection-stream.ts";
import { isSecret } from "./secret-name.ts";
import { channelStatus, serverStatus, statusCode } from "./status.ts";

export type { ReflectionOptions };

/** Why there is no answer: the server sent an error_response (`refused`), or the RPC ended (`failed`). */
export type ReflectionFailure = {
	readonly kind: "refused" | "failed";
	readonly status: RpcStatus;
	/** Set if the question carried metadata that may be a credential. */
	readonly credentials?: "sent";
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
	const { ask, close } = converse(async (version) =>
		openReflectionStream(await take(), version, options, allowance),
	);
	const { metadata = [] } = options;
	const isSigned = metadata.some(([name]) => isSecret(name));
	const inquiry: Inquiry = {
		ask,
		beside: isSigned ? { credentials: "sent" } : {},
	};
	const files = (request: MessageRequest) => askFiles(inquiry, request);
	let hasDots = false;
	const withOrWithoutDot = dotting();
	return {
		async listServices() {
			const listed = await askServices(inquiry);
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
			withOrWithoutDot(type, (value) => askExtensions(inquiry, value)),
		close,
	};
}

/** How questions are asked, and what went beside them, for a failure. */
type Inquiry = Pick<Conversation, "ask"> & {
	readonly beside: Pick<ReflectionFailure, "credentials">;
};

/** Asks for the names of all services, as the server writes them. */
async function askServices({
	ask,
	beside,
}: Inquiry): Promise<ReflectedServices> {
	const answer = await ask({ case: "listServices", value: "*" });
	if (
		answer.kind === "failed" ||
		answer.response.case !== "listServicesResponse"
	)
		return { ...failureIn(answer), ...beside };
	const services = answer.response.value.service.map(({ name }) => name);
	return { kind: "listed", services };
}

async function askFiles(
	{ ask, beside }: Inquiry,
	request: MessageRequest,
): Promise<ReflectedFiles> {
	const answer = await ask(request);
	if (
		answer.kind === "failed" ||
		answer.response.case !== "fileDescriptorResponse"
	)
		return { ...failureIn(answer), ...beside };
	return { kind: "files", files: answer.response.value.fileDescriptorProto };
}

async function askExtensions(
	{ ask, beside }: Inquiry,
	value: string,
): Promise<ReflectedExtensions> {
	const answer = await ask({ case: "allExtensionNumbersOfType", value });
	if (
		answer.kind === "failed" ||
		answer.response.case !== "allExtensionNumbersResponse"
	)
		return { ...failureIn(answer), ...beside };
	return { kind: "extensions", numbers: answer.response.value.extensionNumber };
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

/** Returns the failure in an answer that is not of the kind that was asked for. */
function failureIn(answer: Answer): ReflectionFailure {
	if (answer.kind === "failed") return answer;
	const { response } = answer;
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
