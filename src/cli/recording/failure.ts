import { type ErrorCode, PluginError, toPluginError } from "../../errors.ts";

/** An error as it goes into a recording: what people read, without stack or cause. */
export type FailureFact = {
	readonly code: ErrorCode;
	readonly message: string;
	readonly hint: readonly string[];
};

/** Anything caught, as what a recording may hold of it. A bug of ours is no fact about a pod and goes on up. */
export function failureOf(caught: unknown): FailureFact {
	const { code, message, hint } = toPluginError(caught);
	if (code === "internal") throw caught;
	return { code, message, hint };
}

/** The error again. */
export function errorOf({ code, message, hint }: FailureFact): PluginError {
	return new PluginError(code, message, { hint });
}
