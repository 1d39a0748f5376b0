import type {
	AnyDesc,
	DescExtension,
	DescField,
	DescMessage,
	Message,
	Registry,
} from "@bufbuild/protobuf";
import { isFieldSet } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import {
	EnumOptionsSchema,
	EnumValueOptionsSchema,
	ExtensionRangeOptionsSchema,
	FieldDescriptorProto_Type,
	FieldDescriptorProtoSchema,
	FieldOptionsSchema,
	FileOptionsSchema,
	MessageOptionsSchema,
	MethodOptionsSchema,
	OneofOptionsSchema,
	ServiceOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import { derivedJsonName } from "../derived-json-name.ts";
import { knownExtensions } from "./known-extensions.ts";
import { floatLiteral, quoted } from "./literal.ts";
import { type OptionValue, valuesOf } from "./option-value.ts";
import { byName } from "./order.ts";
import { printValue } from "./print-value.ts";
import { indented, type Source } from "./source.ts";

/** An option: its name, such as `deprecated` or `(.pkg.option)`, and its value as source. */
type Option = { readonly name: string; readonly text: string };

type OptionKind = AnyDesc["kind"] | "range";

const SCHEMAS: Readonly<Record<OptionKind, DescMessage>> = {
	file: FileOptionsSchema,
	message: MessageOptionsSchema,
	field: FieldOptionsSchema,
	extension: FieldOptionsSchema,
	oneof: OneofOptionsSchema,
	enum: EnumOptionsSchema,
	enum_value: EnumValueOptionsSchema,
	service: ServiceOptionsSchema,
	rpc: MethodOptionsSchema,
	range: ExtensionRangeOptionsSchema,
};

/** The options that only the compiler sets and source cannot express. */
const UNWRITABLE: ReadonlySet<string> = new Set([
	"uninterpreted_option",
	"map_entry",
]);

/**
 * Returns the options in a message of options: standard ones by name, then custom ones. It leaves out an option whose extension
 * the registry does not have, because such an option has no name.
 */
export function optionsIn(
	kind: OptionKind,
	options: Message | undefined,
	registry: Registry,
): readonly Option[] {
	if (options === undefined) return [];
	const message = reflect(SCHEMAS[kind], options);
	const standard = message.sortedFields
		.filter((field) => message.isSet(field) && !UNWRITABLE.has(field.name))
		.flatMap((field) =>
			named(field.name, valuesOf(field, message.get(field), registry)),
		);
	const custom = knownExtensions(SCHEMAS[kind], options, registry).flatMap(
		({ extension, value }) =>
			named(`(.${extension.typeName})`, valuesOf(extension, value, registry)),
	);
	return [...byName(standard, "sorted"), ...byName(custom, "sorted")];
}

function named(
	name: string,
	values: readonly OptionValue[],
): readonly Option[] {
	return values.map((value) => ({ name, text: printValue(value) }));
}

/** Returns options as the statements of a block. */
export function optionStatements(
	options: readonly Option[],
): readonly Source[] {
	return options.map(({ name, text }) => ({
		head: `option ${name} = ${text}`,
	}));
}

/** Returns a field's options, with the default and a custom JSON name: source writes both as options, the descriptor does not. */
export function fieldOptions(
	field: DescField | DescExtension,
	registry: Registry,
): readonly Option[] {
	const written = optionsIn(field.kind, field.proto.options, registry);
	const pseudo = [...defaultOption(field), ...jsonNameOption(field)];
	const isCustom = ({ name }: Option) => name.startsWith("(");
	const standard = written.filter((option) => !isCustom(option));
	return [
		...byName([...standard, ...pseudo], "sorted"),
		...written.filter(isCustom),
	];
}

function defaultOption(field: DescField | DescExtension): readonly Option[] {
	const { proto } = field;
	if (!isFieldSet(proto, FieldDescriptorProtoSchema.field.defaultValue))
		return [];
	return [
		{ name: "default", text: defaultText(proto.type, proto.defaultValue) },
	];
}

/**
 * Returns the literal of a default, which descriptor.proto keeps as text. A default of bytes is already escaped as in C, and
 * linking has put its quotes in octal.
 */
function defaultText(type: FieldDescriptorProto_Type, value: string): string {
	switch (type) {
		case FieldDescriptorProto_Type.STRING:
			return quoted(value);
		case FieldDescriptorProto_Type.BYTES:
			return `"${value.replace(/\\(042|047|.)/gs, (pair, escaped) => QUOTES[escaped] ?? pair)}"`;
		case FieldDescriptorProto_Type.FLOAT:
			return /^-?\d/.test(value) ? floatLiteral(Number(value)) : value;
		default:
			return value;
	}
}

const QUOTES: Readonly<Record<string, string>> = {
	"'": "'",
	"047": "'",
	"042": '\\"',
};

function jsonNameOption(field: DescField | DescExtension): readonly Option[] {
	const { jsonName, name } = field.proto;
	return jsonName === "" || jsonName === derivedJsonName(name)
		? []
		: [{ name: "json_name", text: quoted(jsonName) }];
}

/** The most options on one line, and the most characters of such a line. Otherwise each option has its own line. */
const MOST_ON_A_LINE = 3;
const LONGEST_LINE = 50;

/** Returns options in brackets, as fields and enum values have them. Empty where there are none. */
export function bracketed(options: readonly Option[]): string {
	if (options.length === 0) return "";
	const texts = options.map(({ name, text }) => `${name} = ${text}`);
	const line = texts.join(", ");
	const fits = options.length <= MOST_ON_A_LINE && line.length <= LONGEST_LINE;
	if (fits) return ` [${line}]`;
	return [" [", ...indented(texts.join(",\n").split("\n")), "]"].join("\n");
}
