import { format, join, parse } from "node:path";
import { exportSchemas, wantsExport } from "../../cli/export-schema.ts";
import { schemaOfFact } from "../../schema/source/schema-fact.ts";
import { type Holder, isHolder } from "./holders.ts";
import type { SchemaDiff } from "./report.ts";
import type { DiffArguments } from "./source.ts";

type Places = Pick<DiffArguments["flags"], "protoset-out" | "proto-out-dir">;

/**
 * Writes the schemas that were compared, as `--protoset-out` and `--proto-out-dir` say: one as named, several each with its letter.
 * `tell` gets a line for stderr about what was left out.
 * @throws PluginError `bad-input` when a file cannot be written
 */
export async function exportGroups(
	places: Places,
	{ schemas }: Pick<SchemaDiff, "schemas">,
	holders: readonly Holder[],
	tell: (line: string) => void,
): Promise<void> {
	if (!wantsExport(places)) return;
	for (const { name, holders: having } of schemas) {
		const [first] = having;
		const answer = holders.find(
			(holder) => first !== undefined && isHolder(holder, first.side, first),
		)?.answer;
		if (answer?.kind !== "schema") continue;
		const own = schemas.length === 1 ? places : placesOf(places, name);
		await exportSchemas(own, [await schemaOfFact(answer.schema)], tell);
	}
}

/** `api.binpb` as `api.A.binpb`, `out` as `out/A`. */
function placesOf(places: Places, letter: string): Places {
	const { dir, name, ext } = parse(places["protoset-out"] ?? "");
	const folder = places["proto-out-dir"];
	return {
		"protoset-out":
			places["protoset-out"] && format({ dir, name: `${name}.${letter}`, ext }),
		"proto-out-dir": folder && join(folder, letter),
	};
}
