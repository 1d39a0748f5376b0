import type {
	EnumDescriptorProto,
	FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { inScope, messagesOf } from "../link/elements.ts";
import { faultAt, type ParsedFile } from "./parsed-file.ts";

/** Asserts that no name is declared twice, in one file or in several. @throws PluginError `bad-input` at the second declaration */
export function checkNames(files: Iterable<ParsedFile>): void {
	const places = new Map<string, string>();
	for (const file of files)
		for (const { name, element } of declarationsOf(file.proto)) {
			const before = places.get(name);
			if (before !== undefined)
				throw faultAt(
					file,
					element,
					`${name} is declared already, in ${before}`,
				);
			places.set(name, file.proto.name);
		}
}

type Declaration = { readonly name: string; readonly element: object };
type Named = object & { readonly name: string };

function* declarationsOf(file: FileDescriptorProto): Generator<Declaration> {
	for (const { name, message } of messagesOf(file)) {
		yield { name, element: message };
		yield* within(name, [
			...message.oneofDecl,
			...message.field,
			...message.extension,
		]);
		yield* enums(name, message.enumType);
	}
	yield* enums(file.package, file.enumType);
	yield* within(file.package, file.extension);
	for (const service of file.service) {
		const name = inScope(file.package, service.name);
		yield { name, element: service };
		yield* within(name, service.method);
	}
}

/** An enum value has the scope of its enum (descriptor.proto, C++ scoping). */
function* enums(
	scope: string,
	types: readonly EnumDescriptorProto[],
): Generator<Declaration> {
	yield* within(scope, types);
	for (const { value } of types) yield* within(scope, value);
}

function* within(
	scope: string,
	elements: readonly Named[],
): Generator<Declaration> {
	for (const element of elements)
		yield { name: inScope(scope, element.name), element };
}
