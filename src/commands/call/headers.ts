import { metadataOf } from "../../cli/metadata.ts";
import { PluginError } from "../../errors.ts";
import type { Metadata } from "../../grpc/channel.ts";

export type HeaderOptions = {
	/** The flag that gives the metadata. */
	readonly flag: "-H" | "--rpc-header" | "--reflect-header";
	readonly expand: "expand" | "verbatim";
	readonly env: Readonly<Record<string, string | undefined>>;
};

/**
 * Returns the metadata that a flag gives. It expands variables if `expand` says so.
 * @throws PluginError `usage`; `bad-input` for a file that cannot be read. No message repeats a value, which may be a credential.
 */
export function readHeaders(
	values: readonly string[],
	{ flag, expand, env }: HeaderOptions,
): Metadata {
	return metadataOf(values, {
		flag,
		...(expand === "expand" && { expand: (line) => expanded(line, env) }),
	});
}

/**
 * Expands `${NAME}` as grpcurl does. A variable that is not set is an error, because otherwise a token could be missing by accident.
 */
function expanded(line: string, env: HeaderOptions["env"]): string {
	return line.replace(/\$\{(\w+)\}/g, (_, name: string) => {
		const value = env[name];
		if (value === undefined)
			throw new PluginError(
				"usage",
				`--expand-headers: the variable ${name} is not set`,
			);
		return value;
	});
}
