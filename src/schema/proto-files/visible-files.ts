import { knownStore } from "../known/known-store.ts";
import type { ParsedFile } from "./parsed-file.ts";

/**
 * Returns the names of the files that a file may use: itself, its imports and their public imports. `import option` is for
 * options only.
 */
export function visibleFrom(
	{ proto }: ParsedFile,
	parsed: ReadonlyMap<string, ParsedFile>,
	use: "types" | "options",
): ReadonlySet<string> {
	const visible = new Set([proto.name]);
	const left = [
		...proto.dependency,
		...(use === "options" ? proto.optionDependency : []),
	];
	for (let name = left.pop(); name !== undefined; name = left.pop()) {
		if (visible.has(name)) continue;
		visible.add(name);
		const imported = (parsed.get(name) ?? knownStore().get(name))?.proto;
		for (const index of imported?.publicDependency ?? [])
			left.push(...(imported?.dependency.slice(index, index + 1) ?? []));
	}
	return visible;
}
