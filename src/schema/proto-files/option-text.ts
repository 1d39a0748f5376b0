import { type DescField, isFieldSet, ScalarType } from "@bufbuild/protobuf";
import {
	type UninterpretedOption,
	UninterpretedOptionSchema,
} from "@bufbuild/protobuf/wkt";
import { inRange } from "../json/integer.ts";
import { bytesLiteral } from "./parse-options.ts";

/** An option, and the parts of its name as the text format writes them. */
export type NamedOption = {
	readonly option: UninterpretedOption;
	readonly keys: readonly string[];
};

/** Returns an option in protobuf's text format. */
export function optionText({ option, keys }: NamedOption): string {
	const value = valueText(option);
	return keys.reduceRight(
		(inner, key, index) =>
			index === keys.length - 1 ? `${key}${inner}` : `${key} { ${inner} }`,
		value,
	);
}

function valueText(option: UninterpretedOption): string {
	const isGiven = givenIn(option);
	if (isGiven("aggregateValue")) return ` { ${option.aggregateValue} }`;
	// The text format allows no sign before nan.
	if (isGiven("identifierValue"))
		return `: ${option.identifierValue.replace(/^-nan$/, "nan")}`;
	if (isGiven("positiveIntValue")) return `: ${option.positiveIntValue}`;
	if (isGiven("negativeIntValue")) return `: ${option.negativeIntValue}`;
	if (isGiven("doubleValue")) return `: ${option.doubleValue}`;
	return `: ${bytesLiteral(Buffer.from(option.stringValue).toString("latin1"))}`;
}

/** Returns why a field cannot have an option's literal that the text format accepts (descriptor.cc, SetOptionValue), or undefined. */
export function wrongLiteral(
	option: UninterpretedOption,
	field: DescField | undefined,
): string | undefined {
	const isGiven = givenIn(option);
	const word = isGiven("identifierValue") ? option.identifierValue : undefined;
	if (field?.enum !== undefined)
		return word === undefined ? "expected a value's name" : undefined;
	const scalar = field?.scalar;
	switch (scalar) {
		case undefined:
		case ScalarType.STRING:
		case ScalarType.BYTES:
			return undefined;
		case ScalarType.BOOL:
			return word === "true" || word === "false"
				? undefined
				: "expected true or false";
		case ScalarType.FLOAT:
		case ScalarType.DOUBLE:
			return word === undefined || /^-?(?:inf|nan)$/.test(word)
				? undefined
				: "expected a number";
		default:
			if (isGiven("doubleValue")) return "expected an integer";
			return isGiven("negativeIntValue") && !inRange(scalar, "-1")
				? "expected an integer that is not negative"
				: undefined;
	}
}

function givenIn(option: UninterpretedOption) {
	return (name: keyof typeof VALUE) => isFieldSet(option, VALUE[name]);
}

const { field: VALUE } = UninterpretedOptionSchema;
