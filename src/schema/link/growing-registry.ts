import type { FileRegistry } from "@bufbuild/protobuf";

/** A registry that can be given more types, below those that it has. */
export type GrowingRegistry = {
	readonly registry: FileRegistry;
	readonly add: (more: FileRegistry) => void;
};

/** Gives a registry that begins with the types of another. */
export function growingRegistry(first: FileRegistry): GrowingRegistry {
	// Side by side: whoever writes a recording says how many there are, and one below the other they would take a stack.
	const all = [first];
	const find = <T>(look: (one: FileRegistry) => T | undefined) => {
		for (const one of all) {
			const found = look(one);
			if (found !== undefined) return found;
		}
		return undefined;
	};
	return {
		registry: {
			kind: "registry",
			[Symbol.iterator]: () => {
				const types = all.flatMap((one) => [...one]);
				return firstOf(types, ({ typeName }) => typeName).values();
			},
			get: (name) => find((one) => one.get(name)),
			getMessage: (name) => find((one) => one.getMessage(name)),
			getEnum: (name) => find((one) => one.getEnum(name)),
			getExtension: (name) => find((one) => one.getExtension(name)),
			getExtensionFor: (extendee, number) =>
				find((one) => one.getExtensionFor(extendee, number)),
			getService: (name) => find((one) => one.getService(name)),
			get files() {
				const files = all.flatMap((one) => [...one.files]);
				return firstOf(files, ({ proto }) => proto.name);
			},
			getFile: (name) => find((one) => one.getFile(name)),
		},
		add: (more) => void all.push(more),
	};
}

/** Of those with the same name the first one. */
function firstOf<T>(
	items: readonly T[],
	nameOf: (item: T) => string,
): readonly T[] {
	const named = new Map<string, T>();
	for (const item of items)
		if (!named.has(nameOf(item))) named.set(nameOf(item), item);
	return [...named.values()];
}
