import {
	createRegistry,
	type DescFile,
	type FileRegistry,
	type Registry,
} from "@bufbuild/protobuf";
import { KNOWN_FILES } from "./known-files.ts";

let known: Registry | undefined;

function knownTypes(): Registry {
	known ??= createRegistry(...KNOWN_FILES);
	return known;
}

/** A registry that has google/protobuf's and google.rpc's types besides its own; they are looked at when it does not have what is asked for. */
export function withKnownTypes(own: FileRegistry): FileRegistry {
	return {
		kind: "registry",
		*[Symbol.iterator]() {
			yield* own;
			for (const type of knownTypes())
				if (own.get(type.typeName) === undefined) yield type;
		},
		get: (name) => own.get(name) ?? knownTypes().get(name),
		getMessage: (name) => own.getMessage(name) ?? knownTypes().getMessage(name),
		getEnum: (name) => own.getEnum(name) ?? knownTypes().getEnum(name),
		getExtension: (name) =>
			own.getExtension(name) ?? knownTypes().getExtension(name),
		getExtensionFor: (extendee, number) =>
			own.getExtensionFor(extendee, number) ??
			knownTypes().getExtensionFor(extendee, number),
		getService: (name) => own.getService(name) ?? knownTypes().getService(name),
		get files() {
			return [...own.files, ...knownFilesBeside(own)];
		},
		getFile: (name) =>
			own.getFile(name) ?? KNOWN_FILES.find((file) => file.proto.name === name),
	};
}

function knownFilesBeside(own: FileRegistry): readonly DescFile[] {
	return KNOWN_FILES.filter(
		({ proto }) => own.getFile(proto.name) === undefined,
	);
}
