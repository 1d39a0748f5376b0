import type { Registry } from "@bufbuild/protobuf";

/** Returns a registry that adds to `lacking` the names of the messages that it was asked for and does not have. */
export function notingRegistry(
	registry: Registry,
	lacking: Set<string>,
): Registry {
	return {
		kind: "registry",
		[Symbol.iterator]: () => registry[Symbol.iterator](),
		get: (name) => registry.get(name),
		getMessage(name) {
			const found = registry.getMessage(name);
			if (found === undefined) lacking.add(name);
			return found;
		},
		getEnum: (name) => registry.getEnum(name),
		getExtension: (name) => registry.getExtension(name),
		getExtensionFor: (extendee, number) =>
			registry.getExtensionFor(extendee, number),
		getService: (name) => registry.getService(name),
	};
}
