import type { DescMessage } from "@bufbuild/protobuf";
import {
	EnumOptionsSchema,
	EnumValueOptionsSchema,
	ExtensionRangeOptionsSchema,
	type FeatureSet,
	FieldOptionsSchema,
	type FileDescriptorProto,
	FileOptionsSchema,
	MessageOptionsSchema,
	MethodOptionsSchema,
	OneofOptionsSchema,
	ServiceOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import { inScope, messagesOf, outerScope } from "../link/elements.ts";
import type { Options } from "./parse-options.ts";

/** Every options message has features. */
type AnyOptions = Options & { readonly features?: FeatureSet | undefined };

type Found = {
	readonly options: AnyOptions | undefined;
	readonly schema: DescMessage;
	readonly scope: string;
};

/** Yields the options of all declarations. The lookup of their names begins at `scope`, around the declaration (descriptor.cc). */
export function* optionsIn(file: FileDescriptorProto): Generator<Found> {
	const scope = file.package;
	yield { options: file.options, schema: FileOptionsSchema, scope };
	yield* all(file.extension, FieldOptionsSchema, scope);
	yield* enums(file.enumType, scope);
	for (const { name, message } of messagesOf(file)) {
		const { options, field, extension, oneofDecl, extensionRange } = message;
		const around = outerScope(name);
		yield { options, schema: MessageOptionsSchema, scope: around };
		yield* all([...field, ...extension], FieldOptionsSchema, name);
		yield* all(oneofDecl, OneofOptionsSchema, name);
		yield* all(extensionRange, ExtensionRangeOptionsSchema, around);
		yield* enums(message.enumType, name);
	}
	for (const { name, options, method } of file.service) {
		yield { options, schema: ServiceOptionsSchema, scope };
		yield* all(method, MethodOptionsSchema, inScope(scope, name));
	}
}

function* enums(
	types: FileDescriptorProto["enumType"],
	scope: string,
): Generator<Found> {
	yield* all(types, EnumOptionsSchema, scope);
	for (const { value } of types)
		yield* all(value, EnumValueOptionsSchema, scope);
}

function* all(
	elements: readonly { readonly options?: AnyOptions | undefined }[],
	schema: DescMessage,
	scope: string,
): Generator<Found> {
	for (const { options } of elements) yield { options, schema, scope };
}
