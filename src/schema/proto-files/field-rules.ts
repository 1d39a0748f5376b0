import {
	type DescExtension,
	type DescField,
	isFieldSet,
	ScalarType,
} from "@bufbuild/protobuf";
import {
	Edition,
	FeatureSet_RepeatedFieldEncoding as Encoding,
	FeatureSetSchema,
	FieldOptionsSchema,
	FeatureSet_FieldPresence as FieldPresence,
	FieldOptions_JSType as JsType,
	FieldDescriptorProto_Label as Label,
} from "@bufbuild/protobuf/wkt";

type Field = DescField | DescExtension;
type Rule = readonly [isBroken: boolean | undefined, why: string];

/** Returns why a field or an extension cannot have its options, or undefined where it can. */
export function wrongField(field: Field, edition: Edition): string | undefined {
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

/** Checks the field's own features, not those that it inherits. */
function featureRules(field: Field): readonly Rule[] {
	const features = field.proto.options?.features;
	if (features === undefined) return [];
	const isSet = (name: keyof typeof FEATURE) =>
		isFieldSet(features, FEATURE[name]);
	const isRepeated = field.fieldKind === "list" || field.fieldKind === "map";
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
