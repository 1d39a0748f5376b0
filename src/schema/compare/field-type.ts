import {
	type DescEnum,
	type DescExtension,
	type DescField,
	ScalarType,
} from "@bufbuild/protobuf";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";
import { isDelimited } from "../wire/delimited.ts";
import type { Breakage } from "./compatibility.ts";

type Field = DescField | DescExtension;

/** How often a field may be there, with buf's distinctions. */
type Cardinality = "implicit" | "explicit" | "required" | "repeated" | "map";

/** The cardinality of a field, features of its file included. */
export function cardinalityOf(field: Field): Cardinality {
	if (field.fieldKind === "map") return "map";
	if (field.fieldKind === "list") return "repeated";
	switch (field.presence) {
		case FeatureSet_FieldPresence.LEGACY_REQUIRED:
			return "required";
		case FeatureSet_FieldPresence.IMPLICIT:
			return "implicit";
		case FeatureSet_FieldPresence.EXPLICIT:
			return "explicit";
	}
}

/** What another cardinality breaks: whether a lone value is present is seen by generated code only, and a map's entries are repeated messages. */
export function cardinalityBreaks(
	before: Cardinality,
	after: Cardinality,
): readonly Breakage[] {
	if (before === after) return [];
	const isLone = (one: Cardinality) => one === "implicit" || one === "explicit";
	if (isLone(before) && isLone(after)) return ["source"];
	const isMany = (one: Cardinality) => one === "repeated" || one === "map";
	return isMany(before) && isMany(after)
		? ["json", "source"]
		: ["wire", "json", "source"];
}

/** The type of one value of a field. */
type ElementType =
	| { readonly kind: "scalar"; readonly scalar: ScalarType }
	| { readonly kind: "enum"; readonly type: DescEnum }
	| { readonly kind: "message" | "group"; readonly name: string };

/** The type of a field's values, whatever their number; of a map the type of what it maps to. */
export function elementTypeOf(field: Field): ElementType {
	if (field.message !== undefined)
		return {
			kind: isDelimited(field) ? "group" : "message",
			name: field.message.typeName,
		};
	if (field.enum !== undefined) return { kind: "enum", type: field.enum };
	return { kind: "scalar", scalar: field.scalar };
}

/** The types of a map's entries, or of a repeated message's lone fields, by number. */
export function entryTypesOf(field: Field): ReadonlyMap<number, ElementType> {
	if (field.fieldKind === "map")
		return new Map([
			[1, { kind: "scalar", scalar: field.mapKey }],
			[2, elementTypeOf(field)],
		]);
	const isLone = ({ fieldKind }: Field) =>
		fieldKind !== "list" && fieldKind !== "map";
	const fields = field.message?.fields.filter(isLone) ?? [];
	return new Map(fields.map((one) => [one.number, elementTypeOf(one)]));
}

/** Types that read each other's bytes, and get a value of them (protobuf.dev, "Updating A Message Type"). */
const SAME_WIRE: readonly (readonly ScalarType[])[] = [
	[
		ScalarType.INT32,
		ScalarType.UINT32,
		ScalarType.INT64,
		ScalarType.UINT64,
		ScalarType.BOOL,
	],
	[ScalarType.SINT32, ScalarType.SINT64],
	[ScalarType.FIXED32, ScalarType.SFIXED32],
	[ScalarType.FIXED64, ScalarType.SFIXED64],
];

/** Those of them that are also written alike in JSON. */
const SAME_JSON: readonly (readonly ScalarType[])[] = [
	[ScalarType.INT32, ScalarType.UINT32],
	[ScalarType.INT64, ScalarType.UINT64],
	[ScalarType.FIXED32, ScalarType.SFIXED32],
	[ScalarType.FIXED64, ScalarType.SFIXED64],
];

/** What another type breaks. Source breaks with any, as the code of its users names the type. */
export function typeBreaks(
	before: ElementType,
	after: ElementType,
): readonly Breakage[] {
	if (isSame(before, after)) return [];
	if (before.kind === "enum" && after.kind === "enum")
		return isGrown(before.type, after.type)
			? ["source"]
			: ["wire", "json", "source"];
	if (before.kind !== "scalar" || after.kind !== "scalar")
		return ["wire", "json", "source"];
	const pair = [before.scalar, after.scalar];
	const within = (groups: readonly (readonly ScalarType[])[]) =>
		groups.some((group) => pair.every((type) => group.includes(type)));
	const isText =
		before.scalar === ScalarType.STRING && after.scalar === ScalarType.BYTES;
	return [
		...(within(SAME_WIRE) || isText ? [] : ["wire" as const]),
		...(within(SAME_JSON) ? [] : ["json" as const]),
		"source",
	];
}

function isSame(a: ElementType, b: ElementType): boolean {
	switch (a.kind) {
		case "scalar":
			return b.kind === "scalar" && a.scalar === b.scalar;
		case "enum":
			return b.kind === "enum" && a.type.typeName === b.type.typeName;
		default:
			return b.kind === a.kind && a.name === b.name;
	}
}

/** The same enum in another place, with all of its values. */
function isGrown(before: DescEnum, after: DescEnum): boolean {
	return (
		before.name === after.name &&
		before.values.every(({ name, number }) =>
			after.values.some(
				(value) => value.name === name && value.number === number,
			),
		)
	);
}
