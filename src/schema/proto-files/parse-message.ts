import { create } from "@bufbuild/protobuf";
import {
	type DescriptorProto,
	DescriptorProtoSchema,
	Edition,
	type EnumDescriptorProto,
	type FieldDescriptorProto,
	MessageOptionsSchema,
	type OneofDescriptorProto,
	OneofDescriptorProtoSchema,
	OneofOptionsSchema,
	SymbolVisibility,
} from "@bufbuild/protobuf/wkt";
import { type Cursor, documented } from "./cursor.ts";
import { parseEnum } from "./parse-enum.ts";
import { parseField } from "./parse-field.ts";
import { parseOption } from "./parse-options.ts";
import {
	closeRanges,
	parseExtensionRanges,
	parseReserved,
} from "./parse-ranges.ts";

/** What the parser of an element needs to know about its file. */
type FileScope = {
	readonly cursor: Cursor;
	readonly syntax: string;
	readonly edition: Edition;
};

/** How deep messages may be nested. The decoder has a similar limit. */
const MAX_DEPTH = 90;

/** Parses `Name { … }` after `message`. */
function parseMessage(scope: FileScope, depth = 1): DescriptorProto {
	const name = scope.cursor.word("a message's name");
	const message = create(DescriptorProtoSchema, { name });
	parseBody(scope, message, depth);
	return message;
}

/** Parses a message or an enum, with `export` or `local` before it in edition 2024. Reads nothing where there is none. */
export function parseType(
	scope: FileScope,
	types: {
		readonly messages: DescriptorProto[];
		readonly enums: EnumDescriptorProto[];
	},
	depth = 1,
): "read" | "none" {
	const { cursor, edition } = scope;
	const from = cursor.place();
	const visibility =
		edition < Edition.EDITION_2024 ? undefined : VISIBILITY[cursor.peek().text];
	const keyword = cursor.peek(visibility === undefined ? 0 : 1).text;
	if (keyword !== "message" && keyword !== "enum") return "none";
	if (visibility !== undefined) cursor.next();
	cursor.next();
	const type =
		keyword === "message" ? parseMessage(scope, depth) : parseEnum(scope);
	if (visibility !== undefined) type.visibility = visibility;
	cursor.document(type, from);
	if (type.$typeName === "google.protobuf.DescriptorProto")
		types.messages.push(type);
	else types.enums.push(type);
	return "read";
}

const VISIBILITY: Readonly<Record<string, SymbolVisibility>> = {
	export: SymbolVisibility.VISIBILITY_EXPORT,
	local: SymbolVisibility.VISIBILITY_LOCAL,
};

function parseBody(
	scope: FileScope,
	message: DescriptorProto,
	depth: number,
): void {
	const { cursor } = scope;
	if (depth > MAX_DEPTH)
		throw cursor.fail(`messages nest more than ${MAX_DEPTH} deep`);
	cursor.expect("{");
	while (!cursor.take("}")) parseElement(scope, message, depth);
	addSyntheticOneofs(message);
	closeRanges(message);
}

function parseElement(
	scope: FileScope,
	message: DescriptorProto,
	depth: number,
): void {
	const { cursor } = scope;
	if (cursor.take(";")) return;
	const types = { messages: message.nestedType, enums: message.enumType };
	if (parseType(scope, types, depth + 1) === "read") return;
	const from = cursor.place();
	if (cursor.take("extend"))
		message.extension.push(
			...parseExtend(scope, message.nestedType, depth + 1),
		);
	else if (cursor.take("option")) {
		message.options ??= create(MessageOptionsSchema);
		parseOption(cursor, MessageOptionsSchema, message.options);
		cursor.expect(";");
	} else if (cursor.take("extensions")) {
		if (scope.syntax === "proto3")
			throw cursor.fail("proto3 has no extensions, save of options");
		parseExtensionRanges(cursor, message);
	} else if (cursor.take("reserved")) parseReserved(scope, message);
	else if (cursor.take("oneof"))
		documented(cursor, from, parseOneof(scope, message, depth));
	else
		message.field.push(
			parseField(fieldScope(scope, message.nestedType, depth)),
		);
}

function fieldScope(
	scope: FileScope,
	nested: DescriptorProto[],
	depth: number,
	within: "message" | "oneof" | "extend" = "message",
) {
	return {
		...scope,
		nested,
		within,
		parseBody: (message: DescriptorProto) =>
			parseBody(scope, message, depth + 1),
	};
}

/** Parses `Type { … }` after `extend`. */
export function parseExtend(
	scope: FileScope,
	nested: DescriptorProto[],
	depth = 1,
): readonly FieldDescriptorProto[] {
	const { cursor } = scope;
	const extendee = cursor.path("a message's name");
	const fields: FieldDescriptorProto[] = [];
	cursor.expect("{");
	while (fields.length === 0 || !cursor.take("}")) {
		const field = parseField(fieldScope(scope, nested, depth, "extend"));
		field.extendee = extendee;
		fields.push(field);
	}
	return fields;
}

function parseOneof(
	scope: FileScope,
	message: DescriptorProto,
	depth: number,
): OneofDescriptorProto {
	const { cursor } = scope;
	const oneof = create(OneofDescriptorProtoSchema, {
		name: cursor.word("a oneof's name"),
	});
	const oneofIndex = message.oneofDecl.push(oneof) - 1;
	cursor.expect("{");
	const before = message.field.length;
	while (message.field.length === before || !cursor.take("}")) {
		if (cursor.take("option")) {
			oneof.options ??= create(OneofOptionsSchema);
			parseOption(cursor, OneofOptionsSchema, oneof.options);
			cursor.expect(";");
			continue;
		}
		const field = parseField(
			fieldScope(scope, message.nestedType, depth, "oneof"),
		);
		field.oneofIndex = oneofIndex;
		message.field.push(field);
	}
	return oneof;
}

/**
 * Gives each optional field of proto3 its own oneof, after the written ones (descriptor.proto, proto3_optional). The names are
 * those of protoc's parser.cc.
 */
function addSyntheticOneofs(message: DescriptorProto): void {
	const optional = message.field.filter((field) => field.proto3Optional);
	if (optional.length === 0) return;
	// One oneof is enough for a name that is declared twice: a later check refuses it.
	const byName = new Map(optional.map((field) => [field.name, field]));
	const taken = new Set(
		[...message.field, ...message.oneofDecl].map(({ name }) => name),
	);
	for (const field of byName.values()) {
		let name = field.name.startsWith("_") ? `X${field.name}` : `_${field.name}`;
		while (taken.has(name)) name = `X${name}`;
		taken.add(name);
		field.oneofIndex =
			message.oneofDecl.push(create(OneofDescriptorProtoSchema, { name })) - 1;
	}
}
