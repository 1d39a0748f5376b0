import {
	create,
	createFileRegistry,
	type FileRegistry,
} from "@bufbuild/protobuf";
import {
	type DescriptorProto,
	type FileDescriptorProto,
	FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { messageOf } from "../../errors.ts";
import { changed } from "./changed.ts";
import { dropUnreadableDefaults } from "./drop-defaults.ts";
import { openEnums } from "./open-enums.ts";

/** A registry, or the file on which protobuf-es gave up. */
type Built =
	| { readonly kind: "built"; readonly registry: FileRegistry }
	| {
			readonly kind: "unusable";
			readonly file: string;
			readonly reason: string;
	  };

/**
 * Builds the registry of files that stand after those they import. protobuf-es does not say which file it fails on: it takes one after
 * the other, so it is the last that it took.
 */
export function buildRegistry(files: readonly FileDescriptorProto[]): Built {
	let taken = "";
	const inOrder = function* () {
		for (const file of files) {
			taken = file.name;
			yield file;
		}
	};
	const file = Object.assign([...files], { [Symbol.iterator]: inOrder });
	try {
		const set = { ...create(FileDescriptorSetSchema), file };
		const registry = createFileRegistry(set);
		dropUnreadableDefaults(registry);
		openEnums(registry);
		return { kind: "built", registry };
	} catch (error) {
		const reason = reasonIn(messageOf(error), taken);
		return { kind: "unusable", file: taken, reason };
	}
}

/** What protobuf-es says of a file, which it names or does not. */
function reasonIn(message: string, file: string): string {
	// An assertion without words.
	if (message === "") return "it contradicts itself";
	const named = `${file}: `;
	return message.startsWith(named) ? message.slice(named.length) : message;
}

/** The files that protobuf-es refuses whatever else there is, with the reason. */
export function faultyByThemselves(
	files: readonly FileDescriptorProto[],
): ReadonlyMap<string, string> {
	const built = files.map((file) => buildRegistry([alone(file)]));
	return new Map(
		built.flatMap((one) =>
			one.kind === "unusable" ? [[one.file, one.reason]] : [],
		),
	);
}

/** A file without anything that another one may declare. */
function alone(file: FileDescriptorProto): FileDescriptorProto {
	return changed(file, {
		dependency: [],
		messageType: file.messageType.map(withoutReferences),
		service: [],
		extension: [],
	});
}

/** Nested messages are at most as deep as a descriptor may be that is decoded. */
function withoutReferences(message: DescriptorProto): DescriptorProto {
	return changed(message, {
		field: message.field.filter(({ typeName }) => typeName === ""),
		nestedType: message.nestedType.map(withoutReferences),
		extension: [],
	});
}
