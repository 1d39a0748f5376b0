import {
	declaredTypes,
	type SchemaType,
	type SchemaTypes,
	typesOfField,
	typesOfServices,
	usedBy,
	withAllUsed,
} from "../compare/types-of.ts";
import { isPlaceholder } from "../link/placeholder.ts";
import type { SchemaSymbol } from "../print/symbol.ts";
import type { Schema, SchemaProblem } from "../schema.ts";

/**
 * Returns the types that are used and declared nowhere, each with the reason: its file was not sent, or was left out.
 * @param users the types that use them
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

/** Returns the missing types among those that a schema's services use, each with the reason. Without services all types count. */
export function missingForServices(
	schema: Schema,
): ReadonlyMap<string, string> {
	const { services, registry } = schema;
	const used =
		services.length > 0
			? typesOfServices(registry, services)
			: declaredTypes(registry);
	return missingTypes(schema, used);
}

/** Returns the missing types among those that a symbol uses, each with the reason. Extensions do not count. */
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

/** The reason names all missing imports: any of them may declare the type. */
function reasonOf(imports: readonly MissingImport[]): string {
	const names = imports.map((one) => one.import).join(", ");
	return `${imports[0]?.file} imports ${names}, which did not come`;
}
