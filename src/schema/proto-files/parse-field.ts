import { create } from "@bufbuild/protobuf";
import {
	type DescriptorProto,
	DescriptorProtoSchema,
	type FieldDescriptorProto,
	FieldDescriptorProtoSchema,
	FieldOptionsSchema,
	FieldDescriptorProto_Label as Label,
	MessageOptionsSchema,
	FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { derivedJsonName } from "../derived-json-name.ts";
import { mapEntryName } from "../map-entry-name.ts";
import { type Cursor, documented } from "./cursor.ts";
import { MAX_FIELD, MAX_OF_SET } from "./field-numbers.ts";
import { parseDefault } from "./parse-default.ts";
import { parseBracketed, utf8 } from "./parse-options.ts";

const SCALARS: Readonly<Record<string, Type>> = {
	double: Type.DOUBLE,
	float: Type.FLOAT,
	int64: Type.INT64,
	uint64: Type.UINT64,
	int32: Type.INT32,
	fixed64: Type.FIXED64,
	fixed32: Type.FIXED32,
	bool: Type.BOOL,
	string: Type.STRING,
	bytes: Type.BYTES,
	uint32: Type.UINT32,
	sfixed32: Type.SFIXED32,
	sfixed64: Type.SFIXED64,
	sint32: Type.SINT32,
	sint64: Type.SINT64,
};

const LABELS: Readonly<Record<string, Label>> = {
	optional: Label.OPTIONAL,
	required: Label.REQUIRED,
	repeated: Label.REPEATED,
};

/** What the parser needs to know about the place of a field. */
type FieldScope = {
	readonly cursor: Cursor;
	readonly syntax: string;
	readonly within: "message" | "oneof" | "extend";
	/** Takes the types that a map or a group declares. */
	readonly nested: DescriptorProto[];
	readonly parseBody: (message: DescriptorProto) => void;
};

/**
 * Parses one field: `repeated T name = 1 [...];`, a map or a group. It sets `proto3Optional`; the caller adds the oneof for it.
 */
export function parseField(scope: FieldScope): FieldDescriptorProto {
	const { cursor, syntax, within } = scope;
	const from = cursor.place();
	const at = cursor.peek();
	const field = create(FieldDescriptorProtoSchema, { label: Label.OPTIONAL });
	const label = LABELS[cursor.peek().text];
	const wrong = wrongLabel(scope, label);
	if (label !== undefined) {
		if (wrong !== undefined) throw cursor.fail(wrong);
		cursor.next();
		field.label = label;
		if (syntax === "proto3" && label === Label.OPTIONAL)
			field.proto3Optional = true;
	}
	if (cursor.peek(2).text === "=" && cursor.take("group")) {
		if (syntax !== "proto2")
			throw cursor.fail("groups are of proto2 alone", at);
		if (wrong !== undefined) throw cursor.fail(wrong, at);
		return parseGroup(scope, field, from);
	}
	const type = cursor.path("a field's type");
	if (type === "map" && cursor.take("<")) {
		if (label !== undefined) throw cursor.fail("a map has no label", at);
		if (within === "oneof") throw cursor.fail("a oneof holds no map", at);
		return documented(cursor, from, parseMap(scope, field, from));
	}
	if (wrong !== undefined) throw cursor.fail(wrong, at);
	setType(field, type);
	parseNameAndNumber(scope, field);
	parseFieldOptions(scope, field);
	cursor.expect(";");
	return documented(cursor, from, field);
}

/** Returns why a field that is no map may not have its label, or needs one. */
function wrongLabel(
	{ syntax, within }: FieldScope,
	label: Label | undefined,
): string | undefined {
	if (within === "oneof")
		return label === undefined ? undefined : "a oneof's fields have no label";
	if (syntax === "proto2")
		return label === undefined
			? "a field of proto2 is optional, required or repeated"
			: undefined;
	if (label === Label.REPEATED || label === undefined) return undefined;
	if (syntax === "proto3")
		return label === Label.REQUIRED
			? "proto3 has no required fields"
			: undefined;
	return "in editions features.field_presence is in the place of optional and required";
}

function setType(field: FieldDescriptorProto, type: string): void {
	const scalar = SCALARS[type];
	if (scalar === undefined) field.typeName = type;
	else field.type = scalar;
}

/** Whether an extension's message has its number shows only when the file is whole, see `checkExtensions`. */
function parseNameAndNumber(
	{ cursor, within }: FieldScope,
	field: FieldDescriptorProto,
): void {
	field.name = cursor.word("a field's name");
	field.jsonName = derivedJsonName(field.name);
	cursor.expect("=");
	const at = cursor.peek();
	field.number = cursor.integer("a field's number");
	const max = within === "extend" ? MAX_OF_SET : MAX_FIELD;
	if (field.number < 1 || field.number > max)
		throw cursor.fail(`field numbers are 1 to ${max}`, at);
}

function parseFieldOptions(
	{ cursor, syntax, within }: FieldScope,
	field: FieldDescriptorProto,
): void {
	const given = new Set<string>();
	parseBracketed(
		cursor,
		FieldOptionsSchema,
		() => {
			field.options ??= create(FieldOptionsSchema);
			return field.options;
		},
		(name) => {
			if (name !== "default" && name !== "json_name") return false;
			if (given.has(name)) throw cursor.fail(`${name} is set already`);
			given.add(name);
			const at = cursor.next();
			cursor.expect("=");
			if (name === "json_name") {
				field.jsonName = utf8(cursor.bytes("a name"));
				if (within === "extend")
					throw cursor.fail("an extension has no json_name", at);
				if (/\0|^\[.*\]$/.test(field.jsonName))
					throw cursor.fail(
						"a json_name has no zero byte, and no brackets around it",
						at,
					);
			} else field.defaultValue = parseDefault(cursor, field, syntax);
			return true;
		},
	);
}

function parseGroup(
	scope: FieldScope,
	field: FieldDescriptorProto,
	from: number,
): FieldDescriptorProto {
	const { cursor, nested, parseBody } = scope;
	parseNameAndNumber(scope, field);
	const message = create(DescriptorProtoSchema, { name: field.name });
	field.typeName = field.name;
	field.type = Type.GROUP;
	field.name = field.name.toLowerCase();
	field.jsonName = derivedJsonName(field.name);
	parseFieldOptions(scope, field);
	parseBody(message);
	// The comments of a group belong to its message.
	cursor.locate(field, from);
	nested.push(documented(cursor, from, message));
	return field;
}

function parseMap(
	scope: FieldScope,
	field: FieldDescriptorProto,
	from: number,
): FieldDescriptorProto {
	const { cursor, nested } = scope;
	const at = cursor.peek();
	const key = entryField("key", 1, cursor.word("a key's type"));
	if (key.type === undefined || NO_KEYS.has(key.type) || key.typeName !== "")
		throw cursor.fail("a map's key is an integer, a bool or a string", at);
	cursor.expect(",");
	const value = entryField("value", 2, cursor.path("a value's type"));
	cursor.locate(value, from);
	cursor.expect(">");
	parseNameAndNumber(scope, field);
	field.label = Label.REPEATED;
	parseFieldOptions(scope, field);
	cursor.expect(";");
	const name = mapEntryName(field.name);
	nested.push(
		create(DescriptorProtoSchema, {
			name,
			field: [key, value],
			options: create(MessageOptionsSchema, { mapEntry: true }),
		}),
	);
	field.type = Type.MESSAGE;
	field.typeName = name;
	return field;
}

const NO_KEYS: ReadonlySet<Type> = new Set([
	Type.DOUBLE,
	Type.FLOAT,
	Type.BYTES,
]);

function entryField(
	name: string,
	number: number,
	type: string,
): FieldDescriptorProto {
	const field = create(FieldDescriptorProtoSchema, {
		name,
		number,
		jsonName: name,
		label: Label.OPTIONAL,
	});
	setType(field, type);
	return field;
}
