import {
	type DescEnum,
	type DescExtension,
	type DescField,
	type DescMessage,
	type FileRegistry,
	isFieldSet,
	ScalarType,
} from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";
import {
	Edition,
	FeatureSet_RepeatedFieldEncoding as Encoding,
	EnumOptionsSchema,
	type FeatureSet,
	FeatureSetSchema,
	FieldOptionsSchema,
	FeatureSet_FieldPresence as FieldPresence,
	FieldOptions_JSType as JsType,
	FieldDescriptorProto_Label as Label,
} from "@bufbuild/protobuf/wkt";
import { optionsIn } from "./interpret-options.ts";
import { faultAt, type ParsedFile } from "./parsed-file.ts";

/**
 * Asserts what protoc does of options where types are known (descriptor.cc): that they are for such fields, messages and enums, and
 * features for such files and elements.
 * @throws PluginError `bad-input` at the element, or at the file
 */
export function checkOptions(parsed: ParsedFile, registry: FileRegistry): void {
	checkFeatureTargets(parsed);
	const file = registry.getFile(parsed.proto.name);
	if (file === undefined) return;
	for (const type of nestedTypes(file)) {
		if (type.kind === "service") continue;
		const fields = type.kind === "message" ? type.fields : [];
		for (const field of type.kind === "extension" ? [type] : fields) {
			const wrong = wrongField(field, file.edition);
			if (wrong !== undefined)
				throw faultAt(parsed, field.proto, `the field ${field.name} ${wrong}`);
		}
		const wrong =
			type.kind === "message"
				? wrongSet(type, file.edition)
				: type.kind === "enum" && wrongAlias(type);
		if (wrong) throw faultAt(parsed, type.proto, `${type.typeName} ${wrong}`);
	}
}

type Field = DescField | DescExtension;
type Rule = readonly [isBroken: boolean | undefined, why: string];

function wrongField(field: Field, edition: Edition): string | undefined {
	return [...optionRules(field, edition), ...featureRules(field)].find(
		([isBroken]) => isBroken,
	)?.[1];
}

function optionRules(field: Field, edition: Edition): readonly Rule[] {
	const { options } = field.proto;
	const isSet = (name: keyof typeof FIELD) =>
		options !== undefined && isFieldSet(options, FIELD[name]);
	const jsType = options?.jstype ?? JsType.JS_NORMAL;
	const ofSet =
		field.kind === "extension" &&
		field.extendee.proto.options?.messageSetWireFormat;
	return [
		[
			options?.packed && !isPackable(field),
			"is packed, and no list of numbers",
		],
		[
			isSet("packed") && edition >= Edition.EDITION_2023,
			"has packed, in whose place editions have features.repeated_field_encoding",
		],
		[
			isSet("ctype") && edition >= Edition.EDITION_2024,
			"has ctype, in whose place edition 2024 has features.(pb.cpp).string_type",
		],
		[
			jsType !== JsType.JS_NORMAL && !LONG.has(scalarOf(field)),
			"has a jstype, and is no integer of 64 bits",
		],
		[
			ofSet &&
				(field.fieldKind !== "message" || field.proto.label === Label.REPEATED),
			"extends a message set, and is no message",
		],
		[
			field.presence === FieldPresence.IMPLICIT &&
				field.proto.defaultValue !== "",
			"has a default, and implicit presence",
		],
	];
}

/** What its own features say, and not those it has from what is around it. */
function featureRules(field: Field): readonly Rule[] {
	const features = field.proto.options?.features;
	if (features === undefined) return [];
	const isSet = (name: keyof typeof FEATURE) =>
		isFieldSet(features, FEATURE[name]);
	const isList = field.fieldKind === "list";
	const isRepeated = isList || field.fieldKind === "map";
	const hasNoPresence =
		isRepeated || field.oneof !== undefined || field.kind === "extension";
	return [
		[
			isSet("fieldPresence") && hasNoPresence,
			"is repeated, of a oneof, or an extension, and its presence cannot be set",
		],
		[
			features.fieldPresence === FieldPresence.IMPLICIT &&
				field.fieldKind === "message",
			"is a message, whose presence is never implicit",
		],
		[
			isSet("repeatedFieldEncoding") && !isRepeated,
			"has an encoding of repeated fields, and is none",
		],
		[
			features.repeatedFieldEncoding === Encoding.PACKED && !isPackable(field),
			"is packed, and no list of numbers",
		],
		[
			isSet("messageEncoding") &&
				(field.message === undefined || field.fieldKind === "map"),
			"has an encoding of messages, and is none",
		],
		[
			isSet("utf8Validation") && !hasText(field),
			"has a validation of UTF-8, and is no string",
		],
	];
}

const { field: FIELD } = FieldOptionsSchema;
const { field: FEATURE } = FeatureSetSchema;

const LONG: ReadonlySet<ScalarType | undefined> = new Set([
	ScalarType.INT64,
	ScalarType.UINT64,
	ScalarType.SINT64,
	ScalarType.FIXED64,
	ScalarType.SFIXED64,
]);

function scalarOf(field: Field): ScalarType | undefined {
	return field.fieldKind === "map" ? undefined : field.scalar;
}

function isPackable(field: Field): boolean {
	return (
		field.fieldKind === "list" &&
		field.message === undefined &&
		field.scalar !== ScalarType.STRING &&
		field.scalar !== ScalarType.BYTES
	);
}

function hasText(field: Field): boolean {
	const isKey = field.fieldKind === "map" && field.mapKey === ScalarType.STRING;
	return isKey || field.scalar === ScalarType.STRING;
}

function wrongSet(
	{ proto }: DescMessage,
	edition: Edition,
): string | undefined {
	if (!proto.options?.messageSetWireFormat) return undefined;
	if (edition === Edition.EDITION_PROTO3)
		return "is a message set, which proto3 has not";
	return proto.field.length > 0
		? "is a message set, and has fields besides extensions"
		: undefined;
}

function wrongAlias({ proto }: DescEnum): string | undefined {
	const { options, value } = proto;
	if (options === undefined || !isFieldSet(options, ALIAS)) return undefined;
	if (!options.allowAlias) return "has an allow_alias that allows nothing";
	const numbers = new Set(value.map(({ number }) => number));
	return numbers.size === value.length
		? "has allow_alias, and no two values of one number"
		: undefined;
}

const { allowAlias: ALIAS } = EnumOptionsSchema.field;

/** By descriptor.proto's FieldOptions.OptionTargetType: the places of options in the order of its numbers. */
const TARGETS = [
	"FileOptions",
	"ExtensionRangeOptions",
	"MessageOptions",
	"FieldOptions",
	"OneofOptions",
	"EnumOptions",
	"EnumValueOptions",
	"ServiceOptions",
	"MethodOptions",
].map((name) => `google.protobuf.${name}`);

function checkFeatureTargets(parsed: ParsedFile): void {
	for (const { options, schema } of optionsIn(parsed.proto)) {
		const features = options?.features;
		if (features === undefined) continue;
		const wrong =
			parsed.proto.syntax === "editions"
				? wrongFeature(features, schema)
				: "features are of editions alone";
		if (wrong !== undefined) throw faultAt(parsed, parsed.proto, wrong);
	}
}

function wrongFeature(
	features: FeatureSet,
	schema: DescMessage,
): string | undefined {
	const place = TARGETS.indexOf(schema.typeName) + 1;
	for (const field of FeatureSetSchema.fields) {
		if (!isFieldSet(features, field)) continue;
		const { name } = field;
		const { targets = [] } = field.proto.options ?? {};
		if (!targets.some((target) => target === place))
			return `features.${name} cannot be set in ${schema.name}`;
	}
	return features.fieldPresence === FieldPresence.LEGACY_REQUIRED && place === 1
		? "not all fields of a file can be required"
		: undefined;
}
