import { expect } from "vitest";
import { type ErrorCode, PluginError } from "../../src/errors.ts";

/**
 * Returns the error that the work ends with. It must have the code, if one is given. @throws anything else that the work ends
 * with
 */
export async function errorOf(
	work: Promise<unknown>,
	code?: ErrorCode,
): Promise<PluginError> {
	const caught: unknown = await work.then(
		() => new Error("it succeeded"),
		(error: unknown) => error,
	);
	if (!(caught instanceof PluginError)) throw caught;
	if (code !== undefined) expect(caught.code).toBe(code);
	return caught;
}

/** Returns the error that `run` throws. @throws anything else that it throws */
export function thrownBy(run: () => unknown): PluginError {
	try {
		run();
	} catch (caught) {
		if (caught instanceof PluginError) return caught;
		throw caught;
	}
	throw new Error("nothing was thrown");
}
