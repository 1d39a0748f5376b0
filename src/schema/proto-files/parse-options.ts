import {
	create,
	type DescField,
	type DescMessage,
	type Message,
	ScalarType,
} from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import {
	type UninterpretedOption,
	UninterpretedOptionSchema,
} from "@bufbuild/protobuf/wkt";
import { octalEscape } from "../octal-escape.ts";
import type { Cursor } from "./cursor.ts";
import type { Token } from "./tokens.ts";

/** An options message of descriptor.proto. */
export type Options = Message & { uninterpretedOption: UninterpretedOption[] };

type Part = { readonly name: string; readonly isExtension: boolean };

/**
 * Parses `name = value` and sets the option. An option with an extension in its name, or with a message as value, stays
 * uninterpreted until all files are parsed, as in descriptor.proto.
 */
export function parseOption(
	cursor: Cursor,
	schema: DescMessage,
	options: Options,
): void {
	const from = cursor.place();
	const at = cursor.peek();
	const parts = nameParts(cursor);
	cursor.expect("=");
	const keep = () => {
		const option = uninterpreted(cursor, parts);
		cursor.locate(option, from);
		options.uninterpretedOption.push(option);
	};
	if (parts.some(({ isExtension }) => isExtension)) {
		keep();
		return;
	}
	let [desc, message]: [DescMessage, Message] = [schema, options];
	for (const [index, { name }] of parts.entries()) {
		const field = desc.fields.find((each) => each.name === name);
		if (field === undefined)
			throw cursor.fail(
				`there is no option ${parts.map((part) => part.name).join(".")}`,
				at,
			);
		const access = reflect(desc, message);
		if (index === parts.length - 1) {
			if (field.fieldKind !== "list" && access.isSet(field))
				throw cursor.fail(`the option ${name} is set already`, at);
			if (name === "uninterpreted_option" || name === "map_entry")
				throw cursor.fail(`the option ${name} is protobuf's own`, at);
			if (field.message !== undefined && cursor.peek().text === "{") keep();
			else setValue(cursor, access, field);
			return;
		}
		if (field.fieldKind !== "message")
			throw cursor.fail(`the option ${name} has no fields`, at);
		const inner = access.get(field);
		access.set(field, inner);
		[desc, message] = [field.message, inner.message];
	}
}

/** Parses `[a = 1, b = 2]` if it is there. `own` parses what is no option, default and json_name, and returns whether it did. */
export function parseBracketed(
	cursor: Cursor,
	schema: DescMessage,
	options: () => Options,
	own: (name: string) => boolean = () => false,
): void {
	if (!cursor.take("[")) return;
	do {
		if (own(cursor.peek().text)) continue;
		parseOption(cursor, schema, options());
	} while (cursor.take(","));
	cursor.expect("]");
}

function nameParts(cursor: Cursor): readonly Part[] {
	const parts: Part[] = [];
	do {
		if (cursor.take("(")) {
			parts.push({ name: cursor.path("an option's name"), isExtension: true });
			cursor.expect(")");
		} else
			parts.push({ name: cursor.word("an option's name"), isExtension: false });
	} while (cursor.take("."));
	return parts;
}

function setValue(
	cursor: Cursor,
	message: ReturnType<typeof reflect>,
	field: DescField,
): void {
	const list = field.fieldKind === "list" ? message.get(field) : undefined;
	const value = scalarValue(cursor, field);
	if (list === undefined) message.set(field, value);
	else {
		list.add(value);
		message.set(field, list);
	}
}

function scalarValue(cursor: Cursor, field: DescField): unknown {
	const at = cursor.peek();
	if (field.enum !== undefined) {
		const name = cursor.word("a value's name");
		const value = field.enum.values.find((each) => each.name === name);
		if (value === undefined)
			throw cursor.fail(`${field.enum.typeName} has no value ${name}`, at);
		return value.number;
	}
	switch (field.scalar) {
		case ScalarType.BOOL: {
			const word = cursor.word("true or false");
			if (word !== "true" && word !== "false")
				throw cursor.fail("true or false was expected", at);
			return word === "true";
		}
		case ScalarType.STRING:
			return utf8(cursor.bytes("a string"));
		case undefined:
			throw cursor.fail(`the option ${field.name} cannot be set so`, at);
		default:
			return cursor.integer("a number");
	}
}

/** Returns the text of a literal's bytes. */
export function utf8(bytes: string): string {
	return Buffer.from(bytes, "latin1").toString("utf8");
}

function uninterpreted(
	cursor: Cursor,
	parts: readonly Part[],
): UninterpretedOption {
	const option = create(UninterpretedOptionSchema, {
		name: parts.map(({ name, isExtension }) => ({
			namePart: name,
			isExtension,
		})),
	});
	const { kind, text } = cursor.peek();
	if (text === "{" && kind === "symbol")
		option.aggregateValue = aggregate(cursor);
	else if (kind === "string")
		option.stringValue = Buffer.from(cursor.bytes("a value"), "latin1");
	else setPlain(option, cursor.take("-") ? "-" : "", cursor.next());
	return option;
}

function setPlain(
	option: UninterpretedOption,
	sign: string,
	token: Token,
): void {
	if (token.kind === "integer") {
		const octal = /^0[0-7]+$/.test(token.text);
		const value = BigInt(octal ? `0o${token.text}` : token.text);
		if (sign === "") option.positiveIntValue = value;
		else option.negativeIntValue = -value;
	} else if (token.kind === "float")
		option.doubleValue = Number(sign + token.text);
	else option.identifierValue = sign + token.text;
}

/** Returns bytes, one character each, as a literal that proto source and the text format read alike. */
export function bytesLiteral(bytes: string): string {
	const escaped = bytes.replace(/[^\x20-\x7e]|["\\]/g, (byte) =>
		octalEscape(byte.charCodeAt(0)),
	);
	return `"${escaped}"`;
}

/** Returns the tokens between braces as text. */
function aggregate(cursor: Cursor): string {
	const words: string[] = [];
	let depth = 0;
	do {
		const token = cursor.next();
		if (token.kind === "end") throw cursor.fail('"}" is missing', token);
		const isString = token.kind === "string";
		if (!isString && token.text === "{") depth += 1;
		if (!isString && token.text === "}") depth -= 1;
		const text = isString ? bytesLiteral(token.text) : token.text;
		words.push(token.space === "" ? text : ` ${text}`);
	} while (depth > 0);
	return words.slice(1, -1).join("").trim();
}
