import { create, type DescFile } from "@bufbuild/protobuf";
import {
	DescriptorProtoSchema,
	EnumDescriptorProtoSchema,
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { lastPart, outerScope } from "./elements.ts";

/** A type that files use and none defines. */
export type MissingType = {
	readonly name: string;
	readonly kind: "message" | "enum";
};

const FOLDER = "kubectl-grpc/missing";

/** Whether a type is a placeholder for a missing one, of which only the name is known. */
export function isPlaceholder({ file }: { readonly file: DescFile }): boolean {
	return file.proto.name.startsWith(`${FOLDER}/`);
}

/** Returns an empty file to replace a missing import. */
export function emptyFile(name: string): FileDescriptorProto {
	return create(FileDescriptorProtoSchema, { name, syntax: "proto3" });
}

/** Returns files that define empty types to replace missing ones, one file for each package. */
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

/** An enum needs at least one value, and an open enum needs zero. */
function placeholderEnum(name: string) {
	return create(EnumDescriptorProtoSchema, {
		name,
		value: [{ name: "UNKNOWN", number: 0 }],
	});
}
