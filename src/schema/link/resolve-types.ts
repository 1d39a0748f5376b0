import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { completeFields } from "./complete-fields.ts";
import { typesIn } from "./elements.ts";
import type { MissingType } from "./placeholder.ts";
import { referencesOf, resolveReference } from "./references.ts";
import type { Steps } from "./steps.ts";

type TypePlace = { readonly file: string; readonly kind: "message" | "enum" };

/** The files that define the types in use, and the types that no file defines. */
type ResolvedTypes = {
	/** For each file, the other files that define the types it uses. */
	readonly uses: ReadonlyMap<string, ReadonlySet<string>>;
	readonly missing: readonly (MissingType & { readonly usedIn: string })[];
};

/** Makes type names absolute, completes the fields, and returns which files define the types. The first file with a name counts. */
export function* resolveTypes(
	files: readonly FileDescriptorProto[],
): Steps<ResolvedTypes> {
	const types = yield* typePlaces(files);
	const uses = new Map<string, Set<string>>();
	const missing = new Map<string, MissingType & { readonly usedIn: string }>();
	for (const file of files) {
		const used = new Set<string>();
		uses.set(file.name, used);
		for (const reference of referencesOf(file)) {
			const name = resolveReference(reference, (type) => types.has(type));
			if (name === undefined) {
				const absolute = reference.name.replace(/^\./, "");
				reference.replace(`.${absolute}`);
				const { kind } = reference;
				missing.set(absolute, { name: absolute, kind, usedIn: file.name });
				continue;
			}
			reference.replace(`.${name}`);
			const place = types.get(name);
			if (place !== undefined && place.file !== file.name) used.add(place.file);
		}
		completeFields(file, (type) => types.get(type)?.kind === "enum");
		yield;
	}
	return { uses, missing: [...missing.values()] };
}

function* typePlaces(
	files: readonly FileDescriptorProto[],
): Steps<ReadonlyMap<string, TypePlace>> {
	const types = new Map<string, TypePlace>();
	for (const file of files) {
		for (const { name, kind } of typesIn(file))
			if (!types.has(name)) types.set(name, { file: file.name, kind });
		yield;
	}
	return types;
}
