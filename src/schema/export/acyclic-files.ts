import type { DescFile, Registry } from "@bufbuild/protobuf";
import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { typesIn } from "../link/elements.ts";
import { referencesOf } from "../link/references.ts";
import { componentsOf } from "./components.ts";
import { dividedFiles } from "./divided-files.ts";

/** A file, and the name of the given file that it is or that it is a part of. */
export type AcyclicFile = {
	readonly proto: FileDescriptorProto;
	readonly from: string;
};

/**
 * Returns files of which none needs itself, directly or through others, as compilers demand. A server in Node.js makes one file of
 * each package, and Elixir's makes one of each message. Such files are divided anew, see {@link dividedFiles}, and parts come after
 * what they need. Without such files all stay as they are. The type names of the files are absolute.
 * @param known see {@link dividedFiles}
 * @throws PluginError `schema` where types use each other that no file can hold together
 */
export function acyclicFiles(
	files: readonly DescFile[],
	known: Registry,
): readonly AcyclicFile[] {
	const components = componentsOf(needsOf(files));
	if (!components.some(isCyclic)) return files.map(asItIs);
	const taken = new Set(files.map(({ proto }) => proto.name));
	return components.flatMap((component) =>
		isCyclic(component)
			? dividedFiles(component, known, taken)
			: component.map(asItIs),
	);
}

function asItIs({ proto }: DescFile): AcyclicFile {
	return { proto, from: proto.name };
}

function importsOf({ proto }: DescFile): readonly string[] {
	return [...proto.dependency, ...proto.optionDependency];
}

function isCyclic([first, ...others]: readonly DescFile[]): boolean {
	if (others.length > 0) return true;
	return first !== undefined && importsOf(first).includes(first.proto.name);
}

/** Returns what each file needs: its imports, and the files whose types it uses, which may be itself. The first file with a type counts. */
function needsOf(
	files: readonly DescFile[],
): ReadonlyMap<DescFile, ReadonlySet<DescFile>> {
	const byName = new Map(files.map((file) => [file.proto.name, file]));
	const definedIn = new Map<string, DescFile>();
	for (const file of files)
		for (const { name } of typesIn(file.proto))
			if (!definedIn.has(name)) definedIn.set(name, file);
	return new Map(
		files.map((file) => {
			const imports = importsOf(file).flatMap((name) => byName.get(name) ?? []);
			const types = [...referencesOf(file.proto)].flatMap(
				({ name }) => definedIn.get(name.slice(1)) ?? [],
			);
			return [file, new Set([...imports, ...types])];
		}),
	);
}
