import type {
	AnyDesc,
	DescEnumValue,
	DescFile,
	DescMessage,
	FileRegistry,
	Registry,
} from "@bufbuild/protobuf";
import { lastPart, outerScope } from "../link/elements.ts";

/** Whatever a full name may stand for. */
export type SchemaSymbol = Exclude<AnyDesc, DescFile>;

/** The file that declares a symbol. */
export function fileOf(desc: SchemaSymbol): DescFile {
	return "file" in desc ? desc.file : desc.parent.file;
}

/** The full name of a symbol, without a leading dot. A value is named with its enum, as grpcurl does, though it lives beside it. */
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
 * What a name stands for: `pkg.Type`, `.pkg.Type`, `pkg.Service/Method`, or a name further in, such as a field's.
 * Undefined where nothing is called that.
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

/** Map entries have no descriptor of their own: their field is what the source has. */
function entryField(parent: DescMessage, full: string) {
	return parent.fields.find(
		({ fieldKind, proto }) =>
			fieldKind === "map" && proto.typeName === `.${full}`,
	);
}

/** An enum's values are its siblings, as in C++. */
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

/** Every full name that can be described, for near names of a misspelt one. */
export function* symbolNames(registry: FileRegistry): Generator<string> {
	for (const type of registry) {
		yield type.typeName;
		if (type.kind === "service")
			for (const method of type.methods) yield symbolName(method);
	}
}
