import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";

/**
 * Returns the names of the files that a file may use: itself, its imports and their public imports. `import option` is for
 * options only.
 * @param find returns an imported file, where it is known
 */
export function visibleFrom(
	file: FileDescriptorProto,
	find: (name: string) => FileDescriptorProto | undefined,
	use: "types" | "options",
): ReadonlySet<string> {
	const visible = new Set([file.name]);
	const left = [
		...file.dependency,
		...(use === "options" ? file.optionDependency : []),
	];
	for (let name = left.pop(); name !== undefined; name = left.pop()) {
		if (visible.has(name)) continue;
		visible.add(name);
		const imported = find(name);
		for (const index of imported?.publicDependency ?? [])
			left.push(...(imported?.dependency.slice(index, index + 1) ?? []));
	}
	return visible;
}
