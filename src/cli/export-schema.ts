import { quote } from "../kubernetes/quote.ts";
import { listed } from "../listed.ts";
import {
	type LeftOut,
	writeProtoFiles,
	writeProtoset,
} from "../schema/export/write-schema.ts";
import type { Schema } from "../schema/schema.ts";
import type { FlagValues } from "./flags.ts";
import type { SCHEMA_FLAGS } from "./schema-flags.ts";

type Flags = Pick<
	FlagValues<typeof SCHEMA_FLAGS>,
	"protoset-out" | "proto-out-dir"
>;

/** Whether the flags ask for the descriptors to be written. */
export function wantsExport(flags: Flags): boolean {
	return (
		flags["protoset-out"] !== undefined || flags["proto-out-dir"] !== undefined
	);
}

/**
 * Writes the descriptors of a run for `--protoset-out` and `--proto-out-dir`.
 * @param tell receives a line for stderr about what was left out
 * @throws PluginError `bad-input` when a file cannot be written
 */
export async function exportSchemas(
	flags: Flags,
	schemas: readonly Schema[],
	tell: (line: string) => void,
): Promise<void> {
	const merged = merge(schemas);
	if (merged === undefined) return;
	const protoset = flags["protoset-out"];
	if (protoset !== undefined) await writeProtoset(merged, protoset);
	const folder = flags["proto-out-dir"];
	if (folder === undefined) return;
	const leftOut = await writeProtoFiles(merged, folder);
	for (const [reason, files] of Map.groupBy(leftOut, (one) => one.reason))
		tell(
			`not written, as ${WHY[reason]}: ${listed(files.map(({ name }) => quote(name)))}`,
		);
}

const WHY: Readonly<Record<LeftOut["reason"], string>> = {
	"no-place": "they would not be .proto files in that folder",
	"same-file": "they would overwrite files whose names differ only by case",
};

/** Merges schemas of one source. The last one's registry has every file that was obtained. */
function merge(schemas: readonly Schema[]): Schema | undefined {
	const last = schemas.at(-1);
	if (last === undefined) return undefined;
	const files = new Map(
		schemas
			.flatMap((schema) => schema.files)
			.map((bytes) => [Buffer.from(bytes).toString("base64"), bytes]),
	);
	return { ...last, files: [...files.values()] };
}
