import { expect } from "vitest";
import { type ErrorCode, PluginError } from "../../src/errors.ts";

/** The error that the work ends with, of the code where one is given. @throws whatever else it ends with */
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

/** The error that is thrown at once. @throws whatever else is */
export function thrownBy(run: () => unknown): PluginError {
	try {
		run();
	} catch (caught) {
		if (caught instanceof PluginError) return caught;
		throw caught;
	}
	throw new Error("nothing was thrown");
}
