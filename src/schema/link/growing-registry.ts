import type { FileRegistry } from "@bufbuild/protobuf";
import { layeredRegistry } from "./layered-registry.ts";

/** A registry that can be given more types, below those that it has. */
export type GrowingRegistry = {
	readonly registry: FileRegistry;
	readonly add: (more: FileRegistry) => void;
};

/** Gives a registry that begins with the types of another. */
export function growingRegistry(first: FileRegistry): GrowingRegistry {
	let all = first;
	return {
		registry: {
			kind: "registry",
			[Symbol.iterator]: () => all[Symbol.iterator](),
			get: (name) => all.get(name),
			getMessage: (name) => all.getMessage(name),
			getEnum: (name) => all.getEnum(name),
			getExtension: (name) => all.getExtension(name),
			getExtensionFor: (extendee, number) =>
				all.getExtensionFor(extendee, number),
			getService: (name) => all.getService(name),
			get files() {
				return all.files;
			},
			getFile: (name) => all.getFile(name),
		},
		add(more) {
			all = layeredRegistry(all, () => more);
		},
	};
}
