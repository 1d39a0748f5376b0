import {
	create,
	createFileRegistry,
	type FileRegistry,
} from "@bufbuild/protobuf";
import {
	type FileDescriptorProto,
	FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { messageOf } from "../../errors.ts";
import { dropUnreadableDefaults } from "./drop-defaults.ts";
import { openEnums } from "./open-enums.ts";
import { connectOutlines, outlineOf } from "./outline.ts";

/** A registry, or the file that protobuf-es failed on. */
type Built =
	| { readonly kind: "built"; readonly registry: FileRegistry }
	| {
			readonly kind: "unusable";
			readonly file: string;
			readonly reason: string;
	  };

/**
 * Builds the registry of files in which each stands after its imports. protobuf-es does not say which file it fails on. It takes
 * the files one by one, so the last one that it took is the faulty one.
 * @param outlines outlines of files that stand after one that needs them
 */
export function buildRegistry(
	files: readonly FileDescriptorProto[],
	outlines: readonly FileDescriptorProto[] = [],
): Built {
	let taken = "";
	const inOrder = function* () {
		for (const file of [...outlines, ...files]) {
			taken = file.name;
			yield file;
		}
	};
	const file = Object.assign([...files], { [Symbol.iterator]: inOrder });
	try {
		const set = { ...create(FileDescriptorSetSchema), file };
		const registry = createFileRegistry(set);
		if (outlines.length > 0) connectOutlines(registry);
		dropUnreadableDefaults(registry);
		openEnums(registry);
		return { kind: "built", registry };
	} catch (error) {
		const reason = reasonIn(messageOf(error), taken);
		return { kind: "unusable", file: taken, reason };
	}
}

/** Returns the reason in a message of protobuf-es, without the name of the file that may stand before it. */
function reasonIn(message: string, file: string): string {
	// protobuf-es fails some assertions without a message.
	if (message === "") return "it contradicts itself";
	const named = `${file}: `;
	return message.startsWith(named) ? message.slice(named.length) : message;
}

/** Returns the files that protobuf-es refuses even without any other file, each with the reason. */
export function faultyByThemselves(
	files: readonly FileDescriptorProto[],
): ReadonlyMap<string, string> {
	const built = files.map((file) => buildRegistry([outlineOf(file)]));
	return new Map(
		built.flatMap((one) =>
			one.kind === "unusable" ? [[one.file, one.reason]] : [],
		),
	);
}
