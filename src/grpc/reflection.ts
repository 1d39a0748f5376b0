import type { Channel, RpcStatus } from "./channel.ts";
import { converse } from "./reflection-conversation.ts";
import {
	type Answer,
	allowanceOf,
	type MessageRequest,
	openReflectionStream,
	type ReflectionOptions,
} from "./reflection-stream.ts";
import { channelStatus, serverStatus, statusCode } from "./status.ts";

export type { ReflectionOptions };

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
				// Helidon lists a service once for each of its methods.
				services: [
					...new Set(answer.response.value.service.map(({ name }) => name)),
				],
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
		close: conversation.close,
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
	// OK is no reason to refuse: such a code says nothing.
	const code = errorCode === 0 ? statusCode("UNKNOWN") : errorCode;
	return {
		kind: "refused",
		status: serverStatus(String(code), errorMessage, undefined),
	};
}
