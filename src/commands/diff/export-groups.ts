import { format, join, parse } from "node:path";
import { exportSchemas, wantsExport } from "../../cli/export-schema.ts";
import { schemaOfFact } from "../../schema/source/schema-fact.ts";
import { type Holder, isHolder } from "./holders.ts";
import type { SchemaDiff } from "./report.ts";
import type { DiffArguments } from "./source.ts";

type Places = Pick<DiffArguments["flags"], "protoset-out" | "proto-out-dir">;

/**
 * Writes the compared schemas to the places that `--protoset-out` and `--proto-out-dir` name. Where there are several, each place
 * gets the schema's letter. `tell` takes a line for stderr about files that are left out.
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

/** Returns `api.A.binpb` for `api.binpb`, and `out/A` for `out`. */
function placesOf(places: Places, letter: string): Places {
	const { dir, name, ext } = parse(places["protoset-out"] ?? "");
	const folder = places["proto-out-dir"];
	return {
		"protoset-out":
			places["protoset-out"] && format({ dir, name: `${name}.${letter}`, ext }),
		"proto-out-dir": folder && join(folder, letter),
	};
}
