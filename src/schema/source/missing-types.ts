import {
	declaredTypes,
	type SchemaTypes,
	typesOf,
	usedBy,
} from "../compare/types-of.ts";
import { isPlaceholder } from "../link/placeholder.ts";
import type { Schema, SchemaProblem } from "../schema.ts";

/** Those of a schema's types that are used and nowhere declared, with the reason: a file that was not sent, or left out. */
export function missingTypes(
	{ problems }: Schema,
	types: SchemaTypes,
): ReadonlyMap<string, string> {
	const lost = Map.groupBy(
		problems.filter((problem) => problem.kind === "missing-import"),
		({ file }) => file,
	);
	const missing = [...types].filter(([, type]) => isPlaceholder(type));
	const reasons = new Map(missing.map(([name]) => [name, NOT_DECLARED]));
	for (const type of types.values()) {
		const imports = lost.get(type.file.proto.name);
		if (imports === undefined) continue;
		for (const { typeName } of usedBy(type).filter(isPlaceholder))
			reasons.set(typeName, reasonOf(imports));
	}
	return reasons;
}

/** A line for each type that is missing of those that a schema's services use, or of all where it has no service. */
export function missingLines(schema: Schema): readonly string[] {
	const { services, registry } = schema;
	const used =
		services.length > 0 ? typesOf(registry, services) : declaredTypes(registry);
	const missing = missingTypes(schema, used);
	return [...missing].map(([name, reason]) => `${name} is missing: ${reason}`);
}

const NOT_DECLARED = "no file that is used declares it";

type MissingImport = Extract<SchemaProblem, { kind: "missing-import" }>;

/** Which of several it would have come with is not known. */
function reasonOf(imports: readonly MissingImport[]): string {
	const names = imports.map((one) => one.import).join(", ");
	return `${imports[0]?.file} imports ${names}, which did not come`;
}
