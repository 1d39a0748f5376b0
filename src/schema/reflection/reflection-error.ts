import { PluginError } from "../../errors.ts";
import type { ReflectionFailure } from "../../grpc/reflection.ts";

/** An error that says what a server answered instead of its schema. */
export function reflectionError(
	message: string,
	{ status }: ReflectionFailure,
): PluginError {
	const said = status.message === "" ? "" : `: ${status.message}`;
	return new PluginError("schema", `${message}: ${status.name}${said}`, {
		hint:
			status.name === "UNIMPLEMENTED"
				? [
						"the server has no reflection: give the schema with --proto or --protoset",
					]
				: ["give the schema with --proto or --protoset"],
		facts: { status: status.name },
	});
}
