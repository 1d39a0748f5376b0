import { create } from "@bufbuild/protobuf";
import {
	type EnumDescriptorProto,
	EnumDescriptorProtoSchema,
	EnumOptionsSchema,
	EnumValueDescriptorProtoSchema,
	EnumValueOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import { type Cursor, documented } from "./cursor.ts";
import { parseBracketed, parseOption } from "./parse-options.ts";
import { parseReserved } from "./parse-ranges.ts";

/** Parses `Name { … }` after `enum`. */
export function parseEnum(scope: {
	readonly cursor: Cursor;
	readonly syntax: string;
}): EnumDescriptorProto {
	const { cursor } = scope;
	const type = create(EnumDescriptorProtoSchema, {
		name: cursor.word("an enum's name"),
	});
	cursor.expect("{");
	while (!cursor.take("}")) {
		if (cursor.take(";")) continue;
		if (cursor.take("option")) {
			type.options ??= create(EnumOptionsSchema);
			parseOption(cursor, EnumOptionsSchema, type.options);
			cursor.expect(";");
		} else if (cursor.take("reserved")) parseReserved(scope, type);
		else {
			const from = cursor.place();
			type.value.push(documented(cursor, from, parseEnumValue(cursor)));
		}
	}
	return type;
}

function parseEnumValue(cursor: Cursor) {
	const value = create(EnumValueDescriptorProtoSchema, {
		name: cursor.word("a value's name"),
	});
	cursor.expect("=");
	const at = cursor.peek();
	value.number = cursor.integer("a value's number");
	if (value.number !== (value.number | 0))
		throw cursor.fail("an enum's numbers have 32 bits", at);
	parseBracketed(cursor, EnumValueOptionsSchema, () => {
		value.options ??= create(EnumValueOptionsSchema);
		return value.options;
	});
	cursor.expect(";");
	return value;
}
