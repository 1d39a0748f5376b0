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

/** How often a field may occur, in buf's terms. */
type Cardinality = "implicit" | "explicit" | "required" | "repeated" | "map";

/** Returns the cardinality of a field. The features of its file count. */
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

/** Returns what another cardinality breaks. Only generated code sees the presence of a lone value. A map is a list of entries. */
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

/** Returns the type of one value of a field. For a map that is the type of the map's values. */
export function elementTypeOf(field: Field): ElementType {
	if (field.message !== undefined)
		return {
			kind: isDelimited(field) ? "group" : "message",
			name: field.message.typeName,
		};
	if (field.enum !== undefined) return { kind: "enum", type: field.enum };
	return { kind: "scalar", scalar: field.scalar };
}

/** Returns types by field number: of a map's key and value, or of the lone fields of a repeated message. */
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

/** Groups of types that read each other's bytes as a value (protobuf.dev, "Updating A Message Type"). */
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

/** Groups of those types that also have the same form in JSON. */
const SAME_JSON: readonly (readonly ScalarType[])[] = [
	[ScalarType.INT32, ScalarType.UINT32],
	[ScalarType.INT64, ScalarType.UINT64],
	[ScalarType.FIXED32, ScalarType.SFIXED32],
	[ScalarType.FIXED64, ScalarType.SFIXED64],
];

/** Returns what another type breaks. Any other type breaks source, because users' code names the type. */
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

/** Whether both enums have the same short name and `after` has all values of `before`. The scope may differ. */
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
