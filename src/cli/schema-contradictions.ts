import { type Contradiction, refuseContradictory } from "./contradictions.ts";
import type { FlagValues } from "./flags.ts";
import type { SCHEMA_FLAGS } from "./schema-flags.ts";

type Values = FlagValues<typeof SCHEMA_FLAGS>;

/** Every contradiction between schema flags. The tests have a row for each. */
const CONTRADICTIONS: readonly Contradiction<Values>[] = [
	{
		when: (values) => values.reflection === "off" && !hasSchemaFiles(values),
		says: "--reflection=off needs --proto or --protoset",
		hint: "--proto FILE, or --protoset FILE as protoc --descriptor_set_out writes it",
	},
	{
		when: (values) => values.reflection === "only" && hasSchemaFiles(values),
		says: "--reflection=only goes with neither --proto nor --protoset",
	},
	{
		when: (values) =>
			values["import-path"].length > 0 && values.proto.length === 0,
		says: "--import-path means nothing without --proto",
	},
];

/** Checks the schema flags. @throws PluginError `usage` when flags contradict each other */
export function checkSchemaFlags(values: Values): void {
	refuseContradictory(values, CONTRADICTIONS);
}

/** Whether files give the schema or a part of it. */
export function hasSchemaFiles({
	proto,
	protoset,
}: Pick<Values, "proto" | "protoset">): boolean {
	return proto.length > 0 || protoset.length > 0;
}
