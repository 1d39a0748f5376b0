import {
	type DescExtension,
	type DescField,
	type DescMessage,
	ScalarType,
} from "@bufbuild/protobuf";
import { FieldOptions_JSType } from "@bufbuild/protobuf/wkt";
import { isDelimited } from "../wire/delimited.ts";
import { fieldsByNumber } from "../wire/fields-by-number.ts";
import {
	type Breakage,
	type BrokenRule,
	EVERYTHING,
	JSON_AND_SOURCE,
	SOURCE,
} from "./compatibility.ts";
import { cppStringTypeOf } from "./cpp-string-type.ts";
import { defaultOf } from "./default-value.ts";
import {
	cardinalityBreaks,
	cardinalityOf,
	elementTypeOf,
	entryTypesOf,
	typeBreaks,
} from "./field-type.ts";
import { removalFrom } from "./reserved.ts";

type Field = DescField | DescExtension;

/** Returns the rules that the fields of a message break compared with its earlier fields. */
export function fieldRules(
	before: DescMessage,
	after: DescMessage,
): readonly BrokenRule[] {
	const now = fieldsByNumber(after);
	const kept = before.fields.flatMap((field) => {
		const other = now.get(field.number);
		return other === undefined
			? removedField(field, after)
			: changedField(field, other);
	});
	return [...kept, ...requiredFields(before, after)];
}

function removedField(
	{ number, name }: DescField,
	after: DescMessage,
): readonly BrokenRule[] {
	const { breaks, reasonEnd } = removalFrom(after, number, [name]);
	const reason = `field ${number} ${name} ${reasonEnd}`;
	return [{ rule: "FIELD_NO_DELETE", breaks, reason }];
}

/** Returns the rules that a field breaks whose number is the same on both sides. */
export function changedField(
	before: Field,
	after: Field,
): readonly BrokenRule[] {
	const subject = `field ${before.number} ${before.name}`;
	const broken = (
		rule: string,
		breaks: readonly Breakage[],
		reason: string,
	): readonly BrokenRule[] =>
		breaks.length === 0
			? []
			: [{ rule, breaks, reason: `${subject} ${reason}` }];
	return [
		...broken("FIELD_SAME_TYPE", typesBreak(before, after), "has another type"),
		...broken(
			"FIELD_SAME_CARDINALITY",
			cardinalityBreaks(cardinalityOf(before), cardinalityOf(after)),
			`was ${cardinalityOf(before)} and is ${cardinalityOf(after)}`,
		),
		...broken(
			"FIELD_SAME_NAME",
			before.name === after.name ? [] : JSON_AND_SOURCE,
			`is named ${after.name}`,
		),
		...broken(
			"FIELD_SAME_JSON_NAME",
			before.jsonName === after.jsonName ? [] : JSON_AND_SOURCE,
			`is ${after.jsonName} in JSON`,
		),
		...broken(
			"FIELD_SAME_ONEOF",
			before.oneof?.name === after.oneof?.name ? [] : EVERYTHING,
			`was in ${oneofText(before)} and is in ${oneofText(after)}`,
		),
		...broken(
			"FIELD_SAME_DEFAULT",
			defaultOf(before) === defaultOf(after) ? [] : EVERYTHING,
			"has another default",
		),
		...broken(
			"FIELD_SAME_JSTYPE",
			jsTypeOf(before) === jsTypeOf(after) ? [] : SOURCE,
			"has another jstype",
		),
		...broken(
			"FIELD_SAME_CPP_STRING_TYPE",
			cppStringTypesBreak(before, after),
			"is of another string type in C++",
		),
		...broken(
			"FIELD_SAME_UTF8_VALIDATION",
			sameValidation(before, after) ? [] : SOURCE,
			"is validated otherwise",
		),
	];
}

function typesBreak(before: Field, after: Field): readonly Breakage[] {
	const isMap = before.fieldKind === "map";
	if (isMap !== (after.fieldKind === "map") && !isOfOneName(before, after))
		return EVERYTHING;
	if (!isMap && after.fieldKind !== "map")
		return typeBreaks(elementTypeOf(before), elementTypeOf(after));
	const now = entryTypesOf(after);
	const kinds = [...entryTypesOf(before)].flatMap(([number, type]) => {
		const other = now.get(number);
		return other === undefined ? EVERYTHING : typeBreaks(type, other);
	});
	return EVERYTHING.filter((kind) => kinds.includes(kind));
}

/** Whether a map and a repeated message have the same entry message. Each map field has one, with a name of its own. */
function isOfOneName(before: Field, after: Field): boolean {
	return (
		before.proto.typeName === after.proto.typeName &&
		isDelimited(before) === isDelimited(after)
	);
}

function oneofText({ oneof }: Field): string {
	return oneof === undefined ? "no oneof" : `oneof ${oneof.name}`;
}

function jsTypeOf({ proto }: Field): FieldOptions_JSType {
	return proto.options?.jstype ?? FieldOptions_JSType.JS_NORMAL;
}

/** Compares fields that both hold text or bytes. FIELD_SAME_TYPE reports a change to or from another type. */
function cppStringTypesBreak(before: Field, after: Field): readonly Breakage[] {
	const [was, is] = [cppStringTypeOf(before), cppStringTypeOf(after)];
	return was === "" || is === "" || was === is ? [] : SOURCE;
}

function sameValidation(before: Field, after: Field): boolean {
	return (
		!holdsText(before) ||
		!holdsText(after) ||
		before.utf8Validation === after.utf8Validation
	);
}

function holdsText(field: Field): boolean {
	const types = [
		field.scalar,
		field.fieldKind === "map" ? field.mapKey : undefined,
	];
	return types.includes(ScalarType.STRING);
}

/** A reader that requires a field refuses the messages of a writer that does not know the field. */
function requiredFields(
	before: DescMessage,
	after: DescMessage,
): readonly BrokenRule[] {
	const required = ({ fields }: DescMessage) =>
		new Set(
			fields
				.filter((field) => cardinalityOf(field) === "required")
				.map(({ number }) => number),
		);
	const was = required(before);
	const is = required(after);
	const changed = [...new Set([...was, ...is])].filter(
		(number) => was.has(number) !== is.has(number),
	);
	return changed.map((number) => ({
		rule: "MESSAGE_SAME_REQUIRED_FIELDS",
		breaks: EVERYTHING,
		reason: `field ${number} is required on one side only`,
	}));
}
