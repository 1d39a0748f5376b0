import type {
	DescriptorProto,
	EnumDescriptorProto,
	FieldDescriptorProto,
	FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { PluginError } from "../../errors.ts";
import { messagesOf } from "./elements.ts";
import type { RawFile } from "./raw-file.ts";
import type { Steps } from "./steps.ts";

/** The largest weight of all files together: three times that of googleapis. More takes gigabytes. */
const MAX_WEIGHT = 1_000_000;
/** The weight of a file besides its declarations: handling it costs as much as so many of them. */
const WEIGHT_OF_A_FILE = 10;

/** Returns the weight of files that are linked together. @throws PluginError `schema` above {@link MAX_WEIGHT} */
export function* weightTogether(files: readonly RawFile[]): Steps<number> {
	let weight = 0;
	for (const { proto } of files) {
		weight += WEIGHT_OF_A_FILE + weightOf(proto);
		if (weight > MAX_WEIGHT)
			throw new PluginError("schema", "the schema declares too much", {
				hint: ["leave out the files that are not needed"],
			});
		yield;
	}
	return weight;
}

/**
 * Returns how much work it is to link a file: its declarations, and for each relative name the scopes in which the lookup tries
 * it. protobufjs sends relative names.
 */
export function weightOf(file: FileDescriptorProto): number {
	const inPackage = depthOf(file.package);
	let weight =
		enumsWeight(file.enumType) + fieldsWeight(file.extension, inPackage);
	for (const { name, message } of messagesOf(file))
		weight += 1 + messageWeight(message, depthOf(name));
	for (const { method } of file.service) {
		weight += 1 + method.length;
		for (const { inputType, outputType } of method)
			weight += lookups([inputType, outputType], inPackage + 1);
	}
	return weight;
}

function messageWeight(message: DescriptorProto, depth: number): number {
	return (
		message.oneofDecl.length +
		enumsWeight(message.enumType) +
		fieldsWeight(message.field, depth) +
		fieldsWeight(message.extension, depth)
	);
}

function enumsWeight(types: readonly EnumDescriptorProto[]): number {
	return types.reduce((weight, { value }) => weight + 1 + value.length, 0);
}

function fieldsWeight(
	fields: readonly FieldDescriptorProto[],
	depth: number,
): number {
	return fields.reduce(
		(weight, { typeName, extendee }) =>
			weight + 1 + lookups([typeName, extendee], depth),
		0,
	);
}

function lookups(names: readonly string[], depth: number): number {
	const relative = names.filter((name) => name !== "" && !name.startsWith("."));
	return relative.length * (depth + 1);
}

function depthOf(scope: string): number {
	return scope === "" ? 0 : scope.split(".").length;
}
