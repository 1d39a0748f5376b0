import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { PluginError } from "../../errors.ts";
import { elementsOf, typesIn } from "../link/elements.ts";
import { referencesOf } from "../link/references.ts";
import { withParts } from "../link/with-parts.ts";
import { componentsOf } from "./components.ts";
import { keepImports } from "./needed-imports.ts";

/** A file, and the name of the given file that it is or that it is a part of. */
export type AcyclicFile = {
	readonly proto: FileDescriptorProto;
	readonly from: string;
};

/**
 * Returns files of which none needs itself, directly or through others, as compilers demand. A server in Node.js makes one file of
 * each package, and Elixir's makes one of each message. Such files are divided anew: the parts of `a.proto` are called `a.part1.proto`,
 * `a.part2.proto` and `a.proto`, and parts come after what they need. Without such files all stay as they are. The type names of
 * the files are absolute.
 * @throws PluginError `schema` where types use each other that no file can hold together
 */
export function acyclicFiles(
	files: readonly FileDescriptorProto[],
): readonly AcyclicFile[] {
	const components = componentsOf(needsOf(files));
	if (!components.some(isCyclic)) return files.map(asItIs);
	const taken = new Set(files.map(({ name }) => name));
	return components.flatMap((component) =>
		isCyclic(component) ? divided(component, taken) : component.map(asItIs),
	);
}

function asItIs(proto: FileDescriptorProto): AcyclicFile {
	return { proto, from: proto.name };
}

type Files = readonly FileDescriptorProto[];
type Graph = ReadonlyMap<FileDescriptorProto, ReadonlySet<FileDescriptorProto>>;

function isCyclic([first, ...others]: Files): boolean {
	return others.length > 0 || first?.dependency.includes(first.name) === true;
}

/** Returns what each file needs: its imports, and the files whose types it uses. */
function needsOf(files: Files): Graph {
	const byName = new Map(files.map((file) => [file.name, file]));
	return new Map(
		[...usesOf(files)].map(([file, used]) => {
			const imports = file.dependency.flatMap((name) => byName.get(name) ?? []);
			return [file, new Set([...imports, ...used])];
		}),
	);
}

/** Returns the files whose types each file uses. The first file with a name counts. */
function usesOf(files: Files): Graph {
	const definedIn = new Map<string, FileDescriptorProto>();
	for (const file of files)
		for (const { name } of typesIn(file))
			if (!definedIn.has(name)) definedIn.set(name, file);
	return new Map(
		files.map((file) => {
			const types = [...referencesOf(file)].map(({ name }) => name.slice(1));
			return [
				file,
				new Set(types.flatMap((type) => definedIn.get(type) ?? [])),
			];
		}),
	);
}

/** A new file. It needs only parts of lower levels. */
type Part = {
	readonly home: FileDescriptorProto;
	readonly level: number;
	readonly pieces: FileDescriptorProto[];
};

function divided(files: Files, taken: Set<string>): readonly AcyclicFile[] {
	const own = new Set(files.map(({ name }) => name));
	const parts = partsOf(files).sort((a, b) => a.level - b.level);
	const last = new Map(parts.map((part) => [part.home.name, part]));
	return parts.map((part) => {
		const { home, pieces } = part;
		const isLast = last.get(home.name) === part;
		const name = isLast ? home.name : freeName(home.name, taken);
		const proto = keepImports(home, (path) => !own.has(path));
		// Source info refers to declarations by their positions in the file.
		delete proto.sourceCodeInfo;
		const declared = {
			messageType: pieces.flatMap(({ messageType }) => messageType),
			enumType: pieces.flatMap(({ enumType }) => enumType),
			service: pieces.flatMap(({ service }) => service),
			extension: pieces.flatMap(({ extension }) => extension),
		};
		return { proto: withParts(proto, { name, ...declared }), from: home.name };
	});
}

/** Puts the pieces of files into parts. What uses each other comes into one part; the rest stays with its file as far as it can. */
function partsOf(files: Files): Part[] {
	const pieces = files.flatMap(piecesOf);
	const uses = usesOf(pieces);
	const places = new Map<FileDescriptorProto, Omit<Part, "pieces">>();
	for (const together of componentsOf(uses)) {
		const [home] = together;
		if (home === undefined) continue;
		requireOneFile(home, together);
		let level = 0;
		for (const piece of together)
			for (const used of uses.get(piece) ?? []) {
				const below = places.get(used);
				if (below === undefined) continue;
				const step = below.home.name === home.name ? 0 : 1;
				level = Math.max(level, below.level + step);
			}
		for (const piece of together) places.set(piece, { home, level });
	}
	const parts = new Map<string, Part>();
	for (const piece of pieces) {
		const { home, level } = places.get(piece) ?? { home: piece, level: 0 };
		const key = `${level} ${home.name}`;
		const part = parts.get(key) ?? { home, level, pieces: [] };
		part.pieces.push(piece);
		parts.set(key, part);
	}
	return [...parts.values()];
}

/** Returns a file for each declaration of a file. */
function piecesOf(file: FileDescriptorProto): Files {
	const none = { messageType: [], enumType: [], service: [], extension: [] };
	const piece = (part: Partial<FileDescriptorProto>) =>
		withParts(file, { ...none, ...part });
	return [
		...file.messageType.map((one) => piece({ messageType: [one] })),
		...file.enumType.map((one) => piece({ enumType: [one] })),
		...file.service.map((one) => piece({ service: [one] })),
		...file.extension.map((one) => piece({ extension: [one] })),
	];
}

/** Asserts that the first of pieces that use each other can have all in its file. @throws PluginError `schema` */
function requireOneFile(home: FileDescriptorProto, together: Files): void {
	const other = together.find(
		(each) => each.package !== home.package || each.syntax !== home.syntax,
	);
	if (other !== undefined)
		throw new PluginError(
			"schema",
			`the schema cannot be written: ${nameOf(home)} and ${nameOf(other)} use each other, and no file can hold both`,
		);
}

function nameOf(piece: FileDescriptorProto): string {
	const [first] = elementsOf(piece);
	return first?.name ?? piece.name;
}

function freeName(file: string, taken: Set<string>): string {
	const stem = file.replace(/\.proto$/, "");
	for (let number = 1; ; number += 1) {
		const name = `${stem}.part${number}.proto`;
		if (taken.has(name)) continue;
		taken.add(name);
		return name;
	}
}
