import {
	type DescriptorProto,
	Edition,
	type EnumDescriptorProto,
	type FieldDescriptorProto,
	type FileDescriptorProto,
	FeatureSet_JsonFormat as JsonFormat,
} from "@bufbuild/protobuf/wkt";
import { derivedJsonName } from "../derived-json-name.ts";
import { faultAt, type ParsedFile } from "./parsed-file.ts";

/**
 * Asserts what protoc asserts of names in JSON and in other languages (descriptor.cc). No two fields of a message share a JSON
 * name. No two values of an enum share a name once the enum's name and underscores are removed. It skips the enums of proto2:
 * some have such values, and protoc has an option for them.
 * @throws PluginError `bad-input` at the second
 */
export function checkJsonNames(file: ParsedFile): void {
	const { proto } = file;
	for (const type of proto.enumType) checkEnum(file, type);
	for (const message of proto.messageType)
		checkMessage(file, message, formatOf(proto));
}

function checkMessage(
	file: ParsedFile,
	{ field, nestedType, enumType, options }: DescriptorProto,
	around: JsonFormat,
): void {
	const format = options?.features?.jsonFormat || around;
	for (const type of enumType) checkEnum(file, type);
	for (const message of nestedType) checkMessage(file, message, format);
	if (!options?.deprecatedLegacyJsonFieldConflicts)
		checkFields(file, field, format);
}

function formatOf({
	syntax,
	edition,
	options,
}: FileDescriptorProto): JsonFormat {
	if (syntax === "" || edition === Edition.EDITION_PROTO2)
		return JsonFormat.LEGACY_BEST_EFFORT;
	return options?.features?.jsonFormat || JsonFormat.ALLOW;
}

/** Where the JSON format is best effort, only explicit JSON names count. */
function checkFields(
	file: ParsedFile,
	fields: readonly FieldDescriptorProto[],
	format: JsonFormat,
): void {
	const isGiven = ({ name, jsonName }: FieldDescriptorProto) =>
		jsonName !== derivedJsonName(name);
	const isLoose = format === JsonFormat.LEGACY_BEST_EFFORT;
	const counted = isLoose ? fields.filter(isGiven) : fields;
	refuseSame(file, counted, ({ jsonName }) => jsonName);
	if (!isLoose) refuseSame(file, fields, ({ name }) => derivedJsonName(name));
}

function refuseSame(
	file: ParsedFile,
	fields: readonly FieldDescriptorProto[],
	nameOf: (field: FieldDescriptorProto) => string,
): void {
	const names = new Map<string, string>();
	for (const field of fields) {
		const name = nameOf(field);
		const before = names.get(name);
		if (before !== undefined)
			throw faultAt(
				file,
				field,
				`the field ${field.name} has the JSON name ${name}, which is ${before}'s`,
			);
		names.set(name, field.name);
	}
}

function checkEnum(file: ParsedFile, type: EnumDescriptorProto): void {
	if (file.proto.syntax === "") return;
	const values = new Map<string, EnumDescriptorProto["value"][number]>();
	for (const value of type.value) {
		const name = plainName(value.name, type.name);
		const before = values.get(name);
		if (before !== undefined && before.number !== value.number)
			throw faultAt(
				file,
				value,
				`the value ${value.name} is ${before.name} without the enum's name, capitals and underscores`,
			);
		if (before === undefined) values.set(name, value);
	}
}

/**
 * Returns a value's name in Pascal case without the name of its enum (PrefixRemover and EnumValueToPascalCase of descriptor.cc).
 */
function plainName(name: string, type: string): string {
	const prefix = type.replaceAll("_", "").toLowerCase();
	let at = 0;
	for (const wanted of prefix) {
		while (name[at] === "_") at += 1;
		if (name[at]?.toLowerCase() !== wanted) return pascalCase(name);
		at += 1;
	}
	while (name[at] === "_") at += 1;
	return pascalCase(at === name.length ? name : name.slice(at));
}

function pascalCase(name: string): string {
	return name
		.toLowerCase()
		.replace(/(?:^|_)([^_]?)/g, (_, first: string) => first.toUpperCase());
}
