import { PluginError } from "../errors.ts";
import { unreadable } from "../file-error.ts";
import type { Metadata } from "../grpc/channel.ts";
import { toHeaders } from "../grpc/metadata.ts";
import { readWholeNow } from "../whole-file.ts";

type MetadataOptions = {
	/** The flag that gives the metadata. Default: `-H`. */
	readonly flag?: string;
	/** Rewrites each line before it is parsed. Default: no change. */
	readonly expand?: (line: string) => string;
};

/**
 * Parses metadata from flags: `name: value`, or `@FILE` with one per line, without empty lines and lines that begin with #. A token in
 * a file stays out of the argument list.
 * @throws PluginError `usage` for a name that gRPC does not allow, identified by its position, since the text may be a credential;
 * `bad-input` for a file that cannot be read and for what cannot be sent
 */
export function metadataOf(
	values: readonly string[],
	{ flag = "-H", expand = (line) => line }: MetadataOptions = {},
): Metadata {
	const metadata = values
		.flatMap((value) =>
			value.startsWith("@") ? linesOf(value.slice(1), flag) : [value],
		)
		.map((line, index) => fieldOf(expand(line), flag, index + 1));
	// Checked here, since a failed call would make the pods look unreachable.
	toHeaders(metadata);
	return metadata;
}

function linesOf(file: string, flag: string): readonly string[] {
	try {
		return readWholeNow(file)
			.toString("utf8")
			.split(/\r?\n/)
			.filter((line) => line.trim() !== "" && !line.startsWith("#"));
	} catch (cause) {
		throw unreadable(cause, { named: flag, file });
	}
}

function fieldOf(
	line: string,
	flag: string,
	place: number,
): readonly [name: string, value: string] {
	const colon = line.indexOf(":");
	if (colon < 0)
		throw new PluginError("usage", `${flag}: header ${place} has no colon`, {
			hint: [`write it as ${flag} 'name: value', or ${flag} @FILE`],
		});
	const name = line.slice(0, colon).trim().toLowerCase();
	if (!/^[0-9a-z_.-]+$/.test(name) || name.startsWith("grpc-"))
		throw new PluginError(
			"usage",
			`${flag}: header ${place} has a name that gRPC metadata cannot have`,
			{
				hint: [
					"a name has letters, digits, '-', '_' and '.', and does not begin with grpc-",
				],
			},
		);
	return [name, line.slice(colon + 1).trim()];
}
