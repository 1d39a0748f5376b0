import { type ErrorCode, PluginError, toPluginError } from "../../errors.ts";

/** An error as it goes into a recording: what people read, without stack or cause. */
export type FailureFact = {
	readonly code: ErrorCode;
	readonly message: string;
	readonly hint: readonly string[];
};

/** Returns the part of an error that a recording may contain. */
export function factOf({ code, message, hint }: PluginError): FailureFact {
	return { code, message, hint };
}

/** Converts anything caught to a failure. A bug of ours is no fact about a pod, so it is thrown again. */
export function failureOf(caught: unknown): FailureFact {
	const error = toPluginError(caught);
	if (error.code === "internal") throw caught;
	return factOf(error);
}

/** Converts a recorded failure back to an error. */
export function errorOf({ code, message, hint }: FailureFact): PluginError {
	return new PluginError(code, message, { hint });
}
