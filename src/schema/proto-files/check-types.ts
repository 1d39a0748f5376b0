import { knownStore } from "../known/known-store.ts";
import { elementsOf } from "../link/elements.ts";
import { referencesOf, resolveName } from "../link/references.ts";
import { visibleFrom } from "../link/visible-files.ts";
import {
	faultAt,
	findIn,
	notImported,
	type ParsedFile,
} from "./parsed-file.ts";

/**
 * Asserts that every type in use exists, and that the file imports it directly or through public imports. Makes the names of
 * types absolute.
 * @throws PluginError `bad-input` at the field or the method
 */
export function checkTypes(parsed: ReadonlyMap<string, ParsedFile>): void {
	const definedIn = typeFiles(parsed);
	for (const file of parsed.values()) {
		const visible = visibleFrom(file.proto, findIn(parsed), "types");
		const isVisible = (type: string) => visible.has(definedIn.get(type) ?? "");
		for (const reference of referencesOf(file.proto)) {
			const found = resolveName(reference, isVisible);
			if (found !== undefined) {
				reference.replace(`.${found}`);
				continue;
			}
			const { name, element } = reference;
			const type = resolveName(reference, (each) => definedIn.has(each));
			const place = type === undefined ? undefined : definedIn.get(type);
			throw faultAt(
				file,
				element,
				place === undefined
					? `there is no type ${name.replace(/^\./, "")}`
					: notImported(type ?? name, place),
			);
		}
	}
}

function typeFiles(
	parsed: ReadonlyMap<string, ParsedFile>,
): ReadonlyMap<string, string> {
	const known = knownStore()
		.files()
		.filter(({ name }) => !parsed.has(name));
	const places = new Map<string, string>();
	for (const { proto } of [...parsed.values(), ...known])
		for (const { name, kind } of elementsOf(proto))
			if ((kind === "message" || kind === "enum") && !places.has(name))
				places.set(name, proto.name);
	return places;
}
