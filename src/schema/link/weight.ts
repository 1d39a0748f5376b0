import type {
	DescriptorProto,
	EnumDescriptorProto,
	FieldDescriptorProto,
	FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { messagesOf } from "./elements.ts";

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
