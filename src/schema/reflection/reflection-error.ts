import { PluginError } from "../../errors.ts";
import {
	isCutOff,
	isNonGrpc,
	isUnreached,
	NO_ROUTE_HINT,
	nonGrpcHint,
} from "../../grpc/non-grpc-answer.ts";
import type { ReflectionFailure } from "../../grpc/reflection.ts";
import { isHeadersTooLong } from "../../grpc/request-headers.ts";
import {
	isUnaskedEncoding,
	UNASKED_ENCODING_HINT,
} from "../../grpc/unasked-encoding.ts";

/** The hint for a server that does not describe itself. */
export const GIVE_FILES = "give the schema with --proto or --protoset";
/** The same hint where the server could also turn reflection on. */
export const OR_GIVE_FILES = `or ${GIVE_FILES}`;

/** Returns the error for an answer that is no schema: `schema`, or `connection-lost` where the connection was cut off. */
export function reflectionError(
	message: string,
	failure: ReflectionFailure,
): PluginError {
	const { status } = failure;
	const said = status.message === "" ? "" : `: ${status.message}`;
	const what = lacksReflection(failure)
		? "the server has no reflection"
		: message;
	return new PluginError(
		isUnreached(status) ? "connection-lost" : "schema",
		`${what}: ${status.name}${said}`,
		{
			hint: hintFor(failure),
			quoted: status.source === "server" ? status.message : status.quoted,
			facts: { status: status.name },
		},
	);
}

/**
 * Whether an error is about the name that was asked for, and not one of {@link reflectionError}. Other names may then be known.
 */
export function isAboutName({ code, facts }: PluginError): boolean {
	return (
		code === "symbol" || (code === "schema" && facts["status"] === undefined)
	);
}

/**
 * Whether the server itself says UNIMPLEMENTED. The channel uses that status too, for an HTTP status or an unknown compression;
 * and a refusal by reflection shows that there is reflection.
 */
function lacksReflection({ kind, status }: ReflectionFailure): boolean {
	return (
		kind === "failed" &&
		status.source === "server" &&
		status.name === "UNIMPLEMENTED"
	);
}

/** The message of @grpc/reflection where the program loaded its proto files without the loader option that it needs. */
const UNREADABLE = /^Unimplemented method for request: undefined$/;

function hintFor(failure: ReflectionFailure): readonly string[] {
	const { kind, status } = failure;
	if (isCutOff(status)) return [];
	if (isHeadersTooLong(status))
		return ["-H goes with reflection, too: leave some of it out"];
	if (isUnaskedEncoding(status)) return [UNASKED_ENCODING_HINT];
	const who = isNonGrpc(status) ? [nonGrpcHint(status)] : [];
	switch (status.name) {
		case "UNIMPLEMENTED":
			if (who.length > 0) return [...who, GIVE_FILES];
			if (kind === "refused")
				return [
					UNREADABLE.test(status.message)
						? "its reflection cannot read the question: nestjs-grpc-reflection does not without the loader option oneofs: true"
						: "the server has reflection, and refuses this question",
					GIVE_FILES,
				];
			return [
				`turn reflection on in the server, ${OR_GIVE_FILES}`,
				...(status.message === "" ? [NO_ROUTE_HINT] : []),
			];
		case "UNAUTHENTICATED":
		case "PERMISSION_DENIED":
			return [...who, credentialsHint(failure), GIVE_FILES];
		default:
			return [...who, GIVE_FILES];
	}
}

/** Only `call` has a flag for reflection alone, which matters to who has other credentials for it. */
function credentialsHint({ credentials, status }: ReflectionFailure): string {
	if (credentials === undefined)
		return "reflection gets what -H gives: -H 'authorization: Bearer …'";
	const refused =
		status.name === "UNAUTHENTICATED"
			? "reflection does not take the credentials that were sent"
			: "the credentials that were sent do not allow reflection";
	return `${refused}; call sends it others with --reflect-header`;
}
