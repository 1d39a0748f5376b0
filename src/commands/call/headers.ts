import { readFileSync } from "node:fs";
import { metadataOf } from "../../cli/transport.ts";
import { PluginError } from "../../errors.ts";
import { unreadable } from "../../file-error.ts";
import type { Metadata } from "../../grpc/channel.ts";

export type HeaderOptions = {
	/** The one that gives them. */
	readonly flag: "-H" | "--rpc-header" | "--reflect-header";
	readonly expand: "expand" | "verbatim";
	readonly env: Readonly<Record<string, string | undefined>>;
};

/**
 * Metadata of flags: `name: value`, or `@FILE` with one a line, where empty lines and those that begin with # count for nothing.
 * @throws PluginError `usage`; `bad-input` for a file that cannot be read. No message repeats a value, which may be a credential.
 */
export function readHeaders(
	values: readonly string[],
	{ flag, expand, env }: HeaderOptions,
): Metadata {
	const lines = values.flatMap((value) =>
		value.startsWith("@") ? linesOf(value.slice(1), flag) : [value],
	);
	return metadataOf(
		expand === "expand" ? lines.map((line) => expanded(line, env)) : lines,
		flag,
	);
}

function linesOf(path: string, flag: HeaderOptions["flag"]): readonly string[] {
	try {
		return readFileSync(path, "utf8")
			.split(/\r?\n/)
			.filter((line) => line.trim() !== "" && !line.startsWith("#"));
	} catch (cause) {
		throw unreadable(cause, { named: flag, file: path });
	}
}

/** `${NAME}` as grpcurl expands it: a variable that is not set is an error, as a token left out by accident would be. */
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
