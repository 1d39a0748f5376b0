import type {
	AnyDesc,
	DescEnumValue,
	DescFile,
	DescMessage,
	FileRegistry,
	Registry,
} from "@bufbuild/protobuf";
import { lastPart, outerScope } from "../link/elements.ts";

/** Any declaration that has a full name. */
export type SchemaSymbol = Exclude<AnyDesc, DescFile>;

/** Returns the file that declares a symbol. */
export function fileOf(desc: SchemaSymbol): DescFile {
	return "file" in desc ? desc.file : desc.parent.file;
}

/** Returns a symbol's full name, without a leading dot. An enum value's contains the enum, as in grpcurl; protobuf's own does not. */
export function symbolName(desc: SchemaSymbol): string {
	switch (desc.kind) {
		case "field":
		case "oneof":
		case "enum_value":
		case "rpc":
			return `${desc.parent.typeName}.${desc.name}`;
		default:
			return desc.typeName;
	}
}

/**
 * Returns the symbol of a name, or undefined where the name is unknown. The name is `pkg.Type`, `.pkg.Type`,
 * `pkg.Service/Method`, or that of a member, such as a field.
 */
export function findSymbol(
	registry: Registry,
	name: string,
): SchemaSymbol | undefined {
	const full = name.replace(/^[./]/, "").replace("/", ".");
	return (
		registry.get(full) ??
		memberNamed(registry, full) ??
		valueNamed(registry, full)
	);
}

function memberNamed(
	registry: Registry,
	full: string,
): SchemaSymbol | undefined {
	const name = lastPart(full);
	const parent = registry.get(outerScope(full));
	if (parent?.kind === "service")
		return parent.methods.find((method) => method.name === name);
	if (parent?.kind === "enum")
		return parent.values.find((value) => value.name === name);
	if (parent?.kind !== "message") return undefined;
	return (
		parent.fields.find((field) => field.name === name) ??
		parent.oneofs.find((oneof) => oneof.name === name) ??
		entryField(parent, full)
	);
}

/** Finds the map field whose entry type has the name. protobuf-es keeps no descriptor of an entry type, and source writes the field. */
function entryField(parent: DescMessage, full: string) {
	return parent.fields.find(
		({ fieldKind, proto }) =>
			fieldKind === "map" && proto.typeName === `.${full}`,
	);
}

/** Finds an enum value by the scope of its enum, as C++ does. */
function valueNamed(
	registry: Registry,
	full: string,
): DescEnumValue | undefined {
	const scope = outerScope(full);
	const name = lastPart(full);
	for (const type of registry) {
		if (type.kind !== "enum" || outerScope(type.typeName) !== scope) continue;
		const found = type.values.find((value) => value.name === name);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** Yields the full name of every type, service and method, to suggest a name for a misspelt one. */
export function* symbolNames(registry: FileRegistry): Generator<string> {
	for (const type of registry) {
		yield type.typeName;
		if (type.kind === "service")
			for (const method of type.methods) yield symbolName(method);
	}
}
