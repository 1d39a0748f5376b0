import {
	createRegistry,
	type DescFile,
	type FileRegistry,
	type Registry,
} from "@bufbuild/protobuf";

/** A registry and its files. */
export function registryOfFiles(files: readonly DescFile[]): FileRegistry {
	const registry: Registry = createRegistry(...files);
	const byName = new Map(files.map((file) => [file.proto.name, file]));
	return { ...registry, files, getFile: (name) => byName.get(name) };
}

/** A registry that looks into another when it does not have what is asked for. `below` is made when that first happens. */
export function layeredRegistry(
	own: FileRegistry,
	below: () => FileRegistry,
): FileRegistry {
	let made: FileRegistry | undefined;
	const rest = () => {
		made ??= below();
		return made;
	};
	return {
		kind: "registry",
		*[Symbol.iterator]() {
			yield* own;
			for (const type of rest())
				if (own.get(type.typeName) === undefined) yield type;
		},
		get: (name) => own.get(name) ?? rest().get(name),
		getMessage: (name) => own.getMessage(name) ?? rest().getMessage(name),
		getEnum: (name) => own.getEnum(name) ?? rest().getEnum(name),
		getExtension: (name) => own.getExtension(name) ?? rest().getExtension(name),
		getExtensionFor: (extendee, number) =>
			own.getExtensionFor(extendee, number) ??
			rest().getExtensionFor(extendee, number),
		getService: (name) => own.getService(name) ?? rest().getService(name),
		get files() {
			const others = [...rest().files].filter(
				({ proto }) => own.getFile(proto.name) === undefined,
			);
			return [...own.files, ...others];
		},
		getFile: (name) => own.getFile(name) ?? rest().getFile(name),
	};
}
