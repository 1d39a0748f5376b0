import { create, type DescFile } from "@bufbuild/protobuf";
import {
	DescriptorProtoSchema,
	EnumDescriptorProtoSchema,
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { lastPart, outerScope } from "./elements.ts";

/** A type that is used and that nobody has. */
export type MissingType = {
	readonly name: string;
	readonly kind: "message" | "enum";
};

const FOLDER = "kubectl-grpc/missing";

/** Whether a type stands in for one that nobody has, so that nothing is known of it but its name. */
export function isPlaceholder({ file }: { readonly file: DescFile }): boolean {
	return file.proto.name.startsWith(`${FOLDER}/`);
}

/** An empty file in the place of an import that nobody has. */
export function emptyFile(name: string): FileDescriptorProto {
	return create(FileDescriptorProtoSchema, { name, syntax: "proto3" });
}

/** Files that define empty types in the place of missing ones, a file for each package. */
export function placeholderFiles(
	types: readonly MissingType[],
): readonly FileDescriptorProto[] {
	const packages = new Map<string, FileDescriptorProto>();
	for (const { name, kind } of types) {
		const scope = outerScope(name);
		let file = packages.get(scope);
		if (file === undefined) {
			file = emptyFile(`${FOLDER}/${scope}.proto`);
			file.package = scope;
			packages.set(scope, file);
		}
		if (kind === "enum") file.enumType.push(placeholderEnum(lastPart(name)));
		else
			file.messageType.push(
				create(DescriptorProtoSchema, { name: lastPart(name) }),
			);
	}
	return [...packages.values()];
}

/** An enum needs a value, and an open one its zero. */
function placeholderEnum(name: string) {
	return create(EnumDescriptorProtoSchema, {
		name,
		value: [{ name: "UNKNOWN", number: 0 }],
	});
}
