import { ScalarType } from "@bufbuild/protobuf";
import {
	type FieldDescriptorProto,
	FieldDescriptorProto_Label as Label,
	FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { inRange } from "../json/integer.ts";
import { octalEscape } from "../octal-escape.ts";
import { type Cursor, integerOf } from "./cursor.ts";
import { utf8 } from "./parse-options.ts";

/**
 * Parses a default and returns it as descriptor.proto writes it: bytes escaped as in C, numbers in decimal. For an enum it
 * returns a word: whether that is one of the enum's values is checked once types are known.
 */
export function parseDefault(
	cursor: Cursor,
	{ type, typeName, label }: FieldDescriptorProto,
	syntax: string,
): string {
	if (syntax === "proto3")
		throw cursor.fail("a field has no default of its own in proto3");
	if (label === Label.REPEATED || type === Type.GROUP)
		throw cursor.fail("a repeated field or a group has no default");
	// buf accepts a number for an enum, protoc does not.
	if (typeName !== "")
		return cursor.peek().kind === "integer"
			? cursor.next().text
			: cursor.word("a value's name");
	switch (type) {
		case Type.STRING:
			return utf8(cursor.bytes("a string"));
		case Type.BYTES:
			return escaped(cursor.bytes("a string"));
		case Type.BOOL:
			return oneOf(cursor, ["true", "false"], "true or false");
		case Type.FLOAT:
		case Type.DOUBLE:
			return realDefault(cursor);
		default:
			return integerDefault(cursor, INTEGERS[type]);
	}
}

const NAMED: Readonly<Record<string, string>> = {
	"\n": "\\n",
	"\r": "\\r",
	"\t": "\\t",
	"\\": "\\\\",
};

function escaped(bytes: string): string {
	return bytes.replace(
		/[^\x20-\x7e]|[\\"']/g,
		(byte) => NAMED[byte] ?? octalEscape(byte.charCodeAt(0)),
	);
}

function oneOf(cursor: Cursor, words: readonly string[], what: string): string {
	const at = cursor.peek();
	const word = cursor.word(what);
	if (!words.includes(word)) throw cursor.fail(`${what} was expected`, at);
	return word;
}

/** The integer types by descriptor.proto's numbers. */
const INTEGERS: Readonly<Partial<Record<Type, ScalarType>>> = {
	[Type.INT32]: ScalarType.INT32,
	[Type.SINT32]: ScalarType.SINT32,
	[Type.SFIXED32]: ScalarType.SFIXED32,
	[Type.UINT32]: ScalarType.UINT32,
	[Type.FIXED32]: ScalarType.FIXED32,
	[Type.INT64]: ScalarType.INT64,
	[Type.SINT64]: ScalarType.SINT64,
	[Type.SFIXED64]: ScalarType.SFIXED64,
	[Type.UINT64]: ScalarType.UINT64,
	[Type.FIXED64]: ScalarType.FIXED64,
};

function integerDefault(cursor: Cursor, type: ScalarType | undefined): string {
	const at = cursor.peek();
	const sign = cursor.take("-") ? "-" : "";
	const { kind, text } = cursor.peek();
	if (kind !== "integer") throw cursor.fail("an integer was expected");
	cursor.next();
	const octal = /^0[0-7]+$/.test(text);
	const digits = sign + String(BigInt(octal ? `0o${text}` : text));
	// An unsigned type does not accept -0 either.
	const probe = digits === "-0" ? "-1" : digits;
	if (type === undefined || !inRange(type, probe))
		throw cursor.fail("the default is out of the type's range", at);
	return digits;
}

function realDefault(cursor: Cursor): string {
	const sign = cursor.take("-") ? "-" : "";
	const { kind, text } = cursor.peek();
	if (kind === "word") return sign + oneOf(cursor, ["inf", "nan"], "a number");
	if (kind !== "integer" && kind !== "float")
		throw cursor.fail("a number was expected");
	cursor.next();
	return sign + realText(realOf(text));
}

function realOf(text: string): number {
	return /^0\w/.test(text) ? integerOf(text) : Number(text);
}

/** Returns a real as protoc writes it (SimpleDtoa): in C's %.15g, or in %.17g where that is not exact. */
function realText(value: number): string {
	if (!Number.isFinite(value)) return "inf";
	const enough = Number(value.toPrecision(15)) === value ? 15 : 17;
	const [digits = "", power = ""] = value.toExponential(enough - 1).split("e");
	const exponent = Number(power);
	if (exponent >= -4 && exponent < enough)
		return withoutZeros(value.toFixed(enough - 1 - exponent));
	const sign = exponent < 0 ? "-" : "+";
	const places = String(Math.abs(exponent)).padStart(2, "0");
	return `${withoutZeros(digits)}e${sign}${places}`;
}

function withoutZeros(decimals: string): string {
	return decimals.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}
