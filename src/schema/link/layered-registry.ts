import {
	createRegistry,
	type DescFile,
	type FileRegistry,
	type Registry,
} from "@bufbuild/protobuf";

/** Returns a registry of files, with the files themselves. */
export function registryOfFiles(files: readonly DescFile[]): FileRegistry {
	const registry: Registry = createRegistry(...files);
	const byName = new Map(files.map((file) => [file.proto.name, file]));
	return { ...registry, files, getFile: (name) => byName.get(name) };
}

/** What a registry will contain that is not made yet. */
type LookupHints = {
	readonly has: (name: string) => boolean;
	readonly hasExtension: (extendee: string, number: number) => boolean;
};

const UNKNOWN: LookupHints = { has: () => true, hasExtension: () => true };

/**
 * Returns a registry that asks `below` for what `own` does not have. It makes `below` when it first needs it.
 * @param hints tells which lookups can succeed in `below`, so that others do not make it
 */
export function layeredRegistry(
	own: FileRegistry,
	below: () => FileRegistry,
	hints: LookupHints = UNKNOWN,
): FileRegistry {
	let made: FileRegistry | undefined;
	const rest = () => {
		made ??= below();
		return made;
	};
	const restFor = (name: string) => (hints.has(name) ? rest() : undefined);
	return {
		kind: "registry",
		*[Symbol.iterator]() {
			yield* own;
			for (const type of rest())
				if (own.get(type.typeName) === undefined) yield type;
		},
		get: (name) => own.get(name) ?? restFor(name)?.get(name),
		getMessage: (name) =>
			own.getMessage(name) ?? restFor(name)?.getMessage(name),
		getEnum: (name) => own.getEnum(name) ?? restFor(name)?.getEnum(name),
		getExtension: (name) =>
			own.getExtension(name) ?? restFor(name)?.getExtension(name),
		getExtensionFor: (extendee, number) =>
			own.getExtensionFor(extendee, number) ??
			(hints.hasExtension(extendee.typeName, number)
				? rest().getExtensionFor(extendee, number)
				: undefined),
		getService: (name) =>
			own.getService(name) ?? restFor(name)?.getService(name),
		get files() {
			const others = [...rest().files].filter(
				({ proto }) => own.getFile(proto.name) === undefined,
			);
			return [...own.files, ...others];
		},
		getFile: (name) => own.getFile(name) ?? rest().getFile(name),
	};
}
