import {
	declaredTypes,
	type SchemaType,
	type SchemaTypes,
	typesOf,
	typesOfField,
	usedBy,
	withAllUsed,
} from "../compare/types-of.ts";
import { isPlaceholder } from "../link/placeholder.ts";
import type { SchemaSymbol } from "../print/symbol.ts";
import type { Schema, SchemaProblem } from "../schema.ts";

/**
 * Those of a schema's types that are used and nowhere declared, with the reason: a file that was not sent, or left out.
 * @param users what uses them
 */
export function missingTypes(
	{ problems }: Schema,
	types: SchemaTypes,
	users: Iterable<SchemaType> = types.values(),
): ReadonlyMap<string, string> {
	const lost = Map.groupBy(
		problems.filter((problem) => problem.kind === "missing-import"),
		({ file }) => file,
	);
	const missing = [...types].filter(([, type]) => isPlaceholder(type));
	const reasons = new Map(missing.map(([name]) => [name, NOT_DECLARED]));
	for (const user of users) {
		const imports = lost.get(user.file.proto.name);
		if (imports === undefined) continue;
		for (const { typeName } of usedBy(user))
			if (reasons.has(typeName)) reasons.set(typeName, reasonOf(imports));
	}
	return reasons;
}

/** The types that are missing of those that a schema's services use, or of all where it has no service, with the reason. */
export function missingForServices(
	schema: Schema,
): ReadonlyMap<string, string> {
	const { services, registry } = schema;
	const used =
		services.length > 0 ? typesOf(registry, services) : declaredTypes(registry);
	return missingTypes(schema, used);
}

/** The types that are missing of those that one of a schema's symbols uses, extensions aside, with the reason. */
export function missingForSymbol(
	schema: Schema,
	symbol: SchemaSymbol,
): ReadonlyMap<string, string> {
	const used = withAllUsed(typesOfSymbol(symbol));
	const around = "parent" in symbol ? symbol.parent : undefined;
	const users = [...used.values(), ...(around === undefined ? [] : [around])];
	return missingTypes(schema, used, users);
}

function typesOfSymbol(symbol: SchemaSymbol): readonly SchemaType[] {
	switch (symbol.kind) {
		case "field":
			return typesOfField(symbol);
		case "oneof":
			return symbol.fields.flatMap(typesOfField);
		case "rpc":
			return [symbol.input, symbol.output];
		case "enum_value":
			return [];
		default:
			return [symbol];
	}
}

const NOT_DECLARED = "no file that is used declares it";

type MissingImport = Extract<SchemaProblem, { kind: "missing-import" }>;

/** Which of several it would have come with is not known. */
function reasonOf(imports: readonly MissingImport[]): string {
	const names = imports.map((one) => one.import).join(", ");
	return `${imports[0]?.file} imports ${names}, which did not come`;
}
