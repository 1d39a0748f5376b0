import type { AnyDesc, Registry } from "@bufbuild/protobuf";
import {
	enumSource,
	enumValueSource,
	extensionSources,
	fieldSource,
	messageSource,
	methodSource,
	oneofSource,
	serviceSource,
	type Writing,
} from "./elements.ts";
import { optionsIn } from "./options.ts";
import { rawType } from "./raw-type.ts";
import { type Source, sourceLines } from "./source.ts";
import { findSymbol, type SchemaSymbol, symbolName } from "./symbol.ts";

/** A symbol as grpcurl's `describe` prints it. */
export type SymbolDescription = {
	/** The full name without a leading dot. For the entry of a map field it is the name of the entry type. */
	readonly name: string;
	/** The kind of the symbol: `a service`, `a message`, `the entry type for a map field` … */
	readonly type: string;
	readonly symbol: SchemaSymbol;
	/** Proto source, without a line break at its end. */
	readonly source: string;
};

/**
 * Returns the description of a symbol, or undefined where the name is unknown. The source is compact and sorted, with full type
 * names, as protoreflect's protoprint writes it for grpcurl.
 */
export function describeSymbol(
	registry: Registry,
	name: string,
): SymbolDescription | undefined {
	const found = findSymbol(registry, name);
	if (found === undefined) return undefined;
	const group = groupField(registry, found);
	const source = symbolSource(group ?? found, registry);
	if (group !== undefined)
		return {
			name: symbolName(found),
			type: "the type of a group field",
			symbol: group,
			source,
		};
	const entry = entryName(found, name);
	return {
		name: entry ?? symbolName(found),
		type:
			entry === undefined ? kindOf(found) : "the entry type for a map field",
		symbol: found,
		source,
	};
}

/** Returns the compact, sorted proto source of one symbol. */
function symbolSource(symbol: SchemaSymbol, registry: Registry): string {
	const writing: Writing = {
		order: "sorted",
		comments: "docs",
		nested: "shown",
		registry,
	};
	return sourceLines([sourceOf(symbol, writing)], "compact").join("\n");
}

/** Returns the full names of the extensions that the source of a declaration, or the options of a file, have. */
export function extensionsNamedIn(
	desc: AnyDesc,
	registry: Registry,
): ReadonlySet<string> {
	const named = new Set<string>();
	const noting: Registry = {
		...registry,
		getExtensionFor(extendee, number) {
			const found = registry.getExtensionFor(extendee, number);
			if (found !== undefined) named.add(found.typeName);
			return found;
		},
	};
	if (desc.kind === "file") optionsIn("file", desc.proto.options, noting);
	else symbolSource(desc, noting);
	return named;
}

/** Returns the lines of a symbol for comparing: without comments and without nested types. */
export function ownLines(
	symbol: SchemaSymbol,
	registry: Registry,
): readonly string[] {
	const writing: Writing = {
		order: "sorted",
		comments: "none",
		nested: "left-out",
		registry,
	};
	return sourceLines([sourceOf(symbol, writing)], "compact");
}

function sourceOf(symbol: SchemaSymbol, writing: Writing): Source {
	switch (symbol.kind) {
		case "message":
			return messageSource(symbol, writing);
		case "field":
			return fieldSource(symbol, writing);
		case "extension":
			return extensionSources([symbol], writing)[0] ?? { head: "" };
		case "oneof":
			return oneofSource(symbol, writing);
		case "enum":
			return enumSource(symbol, writing);
		case "enum_value":
			return enumValueSource(symbol, writing);
		case "service":
			return serviceSource(symbol, writing);
		case "rpc":
			return methodSource(symbol, writing);
	}
}

/** Returns the field of a group's message. The source of that field contains the message. */
function groupField(
	registry: Registry,
	found: SchemaSymbol,
): SchemaSymbol | undefined {
	if (found.kind !== "message" || found.parent === undefined) return undefined;
	return registry
		.getMessage(found.parent.typeName)
		?.fields.find(
			(field) => field.message === found && rawType(field) === "group",
		);
}

/** Returns the name of a map's entry type where the user asked for it and not for the field. */
function entryName(found: SchemaSymbol, name: string): string | undefined {
	if (found.kind !== "field" || found.fieldKind !== "map") return undefined;
	const entry = found.proto.typeName.slice(1);
	return name.endsWith(entry) ? entry : undefined;
}

function kindOf(symbol: SchemaSymbol): string {
	switch (symbol.kind) {
		case "message":
			return "a message";
		case "field":
		case "extension":
			if (rawType(symbol) === "group") return "a group field";
			return symbol.kind === "field" ? "a field" : "an extension";
		case "oneof":
			return "a one-of";
		case "enum":
			return "an enum";
		case "enum_value":
			return "an enum value";
		case "service":
			return "a service";
		case "rpc":
			return "a method";
	}
}
