import { type ErrorCode, PluginError, toPluginError } from "../../errors.ts";

/** An error as it goes into a recording: what people read, without stack or cause. */
export type FailureFact = {
	readonly code: ErrorCode;
	readonly message: string;
	readonly hint: readonly string[];
};

/** What a recording may hold of an error. */
export function factOf({ code, message, hint }: PluginError): FailureFact {
	return { code, message, hint };
}

/** Anything caught, as that. A bug of ours is no fact about a pod and goes on up. */
export function failureOf(caught: unknown): FailureFact {
	const error = toPluginError(caught);
	if (error.code === "internal") throw caught;
	return factOf(error);
}

/** The error again. */
export function errorOf({ code, message, hint }: FailureFact): PluginError {
	return new PluginError(code, message, { hint });
}
