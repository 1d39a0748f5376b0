import type {
	DescriptorProto,
	EnumDescriptorProto,
	FieldDescriptorProto,
	FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { PluginError } from "../../errors.ts";
import { inScope, messagesOf } from "./elements.ts";
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
	let weight =
		enumsWeight(file.enumType) + fieldsWeight(file.extension, file.package);
	for (const { name, message } of messagesOf(file))
		weight += 1 + messageWeight(message, name);
	for (const { name, method } of file.service) {
		const scope = inScope(file.package, name);
		weight += 1 + method.length;
		for (const { inputType, outputType } of method)
			weight += lookups([inputType, outputType], scope);
	}
	return weight;
}

function messageWeight(message: DescriptorProto, scope: string): number {
	return (
		message.oneofDecl.length +
		enumsWeight(message.enumType) +
		fieldsWeight(message.field, scope) +
		fieldsWeight(message.extension, scope)
	);
}

function enumsWeight(types: readonly EnumDescriptorProto[]): number {
	return types.reduce((weight, { value }) => weight + 1 + value.length, 0);
}

function fieldsWeight(
	fields: readonly FieldDescriptorProto[],
	scope: string,
): number {
	return fields.reduce(
		(weight, { typeName, extendee }) =>
			weight + 1 + lookups([typeName, extendee], scope),
		0,
	);
}

/** Returns how many names are tried: a relative one in its scope and in each around it. */
function lookups(names: readonly string[], scope: string): number {
	const relative = names.filter((name) => name !== "" && !name.startsWith("."));
	return relative.length === 0 ? 0 : relative.length * (depthOf(scope) + 1);
}

function depthOf(scope: string): number {
	return scope === "" ? 0 : scope.split(".").length;
}
