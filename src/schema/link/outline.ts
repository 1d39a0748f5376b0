import type {
	DescExtension,
	DescField,
	DescFile,
	DescMessage,
	DescMethod,
	FileRegistry,
} from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";
import type {
	DescriptorProto,
	FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { withParts } from "./with-parts.ts";

// protobuf-es builds a registry file by file, and looks up the types that a file uses when it adds the file. Where files use each other,
// an outline takes the place of one of them until all files are added.

/** Returns a file with its own types, and without every reference to what another file may declare. */
export function outlineOf(file: FileDescriptorProto): FileDescriptorProto {
	return withParts(file, {
		dependency: [],
		messageType: file.messageType.map(withoutReferences),
		service: [],
		extension: [],
	});
}

/** The recursion is bounded: decoding has limited how deep messages are nested. */
function withoutReferences(message: DescriptorProto): DescriptorProto {
	return withParts(message, {
		field: message.field.filter(({ typeName }) => typeName === ""),
		nestedType: message.nestedType.map(withoutReferences),
		extension: [],
	});
}

/**
 * Replaces in a registry each use of an outline's type by the type of the whole file, which has the same name. Where two files declare
 * a name, it may be of another kind there; then the outline's stays.
 */
export function connectOutlines(registry: FileRegistry): void {
	for (const file of registry.files) {
		connectImports(file, registry);
		for (const type of nestedTypes(file)) {
			if (type.kind === "message")
				for (const field of type.fields) connectField(field, registry);
			if (type.kind === "service")
				for (const method of type.methods) connectMethod(method, registry);
			if (type.kind === "extension") {
				connectField(type, registry);
				Object.assign(type, { extendee: whole(type.extendee, registry) });
			}
		}
	}
}

function connectImports(file: DescFile, registry: FileRegistry): void {
	const dependencies = file.dependencies.map(
		(one) => registry.getFile(one.proto.name) ?? one,
	);
	Object.assign(file, { dependencies });
}

function connectField(
	field: DescField | DescExtension,
	registry: FileRegistry,
): void {
	if (field.message !== undefined)
		Object.assign(field, { message: whole(field.message, registry) });
	if (field.enum !== undefined)
		Object.assign(field, {
			enum: registry.getEnum(field.enum.typeName) ?? field.enum,
		});
}

function connectMethod(method: DescMethod, registry: FileRegistry): void {
	Object.assign(method, {
		input: whole(method.input, registry),
		output: whole(method.output, registry),
	});
}

function whole(message: DescMessage, registry: FileRegistry): DescMessage {
	return registry.getMessage(message.typeName) ?? message;
}
