import {
	clearField,
	clone,
	type DescFile,
	type Registry,
} from "@bufbuild/protobuf";
import {
	type FileDescriptorProto,
	type FileOptions,
	FileOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import { visibleFrom } from "../link/visible-files.ts";
import { withParts } from "../link/with-parts.ts";
import type { AcyclicFile } from "./acyclic-files.ts";
import { keepImports } from "./needed-imports.ts";
import { type Part, partsOf } from "./parts.ts";
import { usesOf } from "./pieces.ts";

const { javaOuterClassname: JAVA_CLASS } = FileOptionsSchema.field;

/**
 * Divides files that use each other into parts that do not: the parts of `a.proto` are called `a.part1.proto`, `a.part2.proto` and
 * `a.proto`. The last imports publicly the others and what `a.proto` did, so that a file which imports it finds all that was there.
 * @param known has the extensions that `import option` (edition 2024) refers to
 * @param taken the names of other files, to which those of parts are added
 * @throws PluginError `schema` where types use each other that no file can hold together
 */
export function dividedFiles(
	files: readonly DescFile[],
	known: Registry,
	taken: Set<string>,
): readonly AcyclicFile[] {
	const uses = usesOf(files, known);
	const parts = partsOf(uses);
	const ofFile = Map.groupBy(parts, ({ home }) => home.proto.name);
	const names = namesOf(parts, ofFile, taken);
	const named = (some: readonly Part[]) =>
		some.flatMap((part) => names.get(part) ?? []);
	const partOf = new Map(
		parts.flatMap((part) => part.pieces.map((piece) => [piece, part] as const)),
	);
	const given = new Set(files.map(({ proto }) => proto.name));
	return parts.map((part) => {
		const { home, pieces } = part;
		const used = pieces
			.flatMap((piece) => [...(uses.get(piece) ?? [])])
			.flatMap((piece) => partOf.get(piece) ?? [])
			.filter((other) => other !== part);
		const isLast = ofFile.get(home.proto.name)?.at(-1) === part;
		const whole = isLast ? home.proto : withoutOwnOptions(home.proto);
		const kept = keepImports(whole, (path) => !given.has(path));
		const name = names.get(part) ?? home.proto.name;
		const proto = withParts(kept, { name, ...declaredIn(part) });
		// Source info refers to declarations by their positions in the file.
		delete proto.sourceCodeInfo;
		return {
			proto: withImports(
				proto,
				named(used),
				isLast ? named(passedOn(part, ofFile)) : [],
			),
			from: home.proto.name,
		};
	});
}

/** Names the last part of a file as the file. */
function namesOf(
	parts: readonly Part[],
	ofFile: ReadonlyMap<string, readonly Part[]>,
	taken: Set<string>,
): ReadonlyMap<Part, string> {
	const numbers = new Map<string, number>();
	const freeName = (file: string) => {
		const stem = file.replace(/\.proto$/, "");
		for (let number = (numbers.get(stem) ?? 0) + 1; ; number += 1) {
			const name = `${stem}.part${number}.proto`;
			if (taken.has(name)) continue;
			numbers.set(stem, number);
			taken.add(name);
			return name;
		}
	};
	return new Map(
		parts.map((part) => {
			const { name } = part.home.proto;
			const isLast = ofFile.get(name)?.at(-1) === part;
			return [part, isLast ? name : freeName(name)];
		}),
	);
}

/** Returns a copy of a file without the options that one file alone can have: custom ones, and the name of its class in Java. */
function withoutOwnOptions(file: FileDescriptorProto): FileDescriptorProto {
	if (file.options === undefined) return file;
	const options: FileOptions = clone(FileOptionsSchema, file.options);
	delete options.$unknown;
	clearField(options, JAVA_CLASS);
	return withParts(file, { options });
}

function declaredIn({ pieces }: Part): Partial<FileDescriptorProto> {
	const protos = pieces.map(({ proto }) => proto);
	return {
		messageType: protos.flatMap(({ messageType }) => messageType),
		enumType: protos.flatMap(({ enumType }) => enumType),
		service: protos.flatMap(({ service }) => service),
		extension: protos.flatMap(({ extension }) => extension),
	};
}

/** Returns the parts that the last part of a file imports publicly: those of the file, and those of what it imported publicly. */
function passedOn(
	{ home: { proto }, level }: Part,
	ofFile: ReadonlyMap<string, readonly Part[]>,
): readonly Part[] {
	const passing = withParts(proto, {
		dependency: proto.publicDependency.flatMap(
			(at) => proto.dependency[at] ?? [],
		),
	});
	const find = (name: string) => ofFile.get(name)?.at(-1)?.home.proto;
	return [...visibleFrom(passing, find, "types")]
		.flatMap((name) => ofFile.get(name) ?? [])
		.filter((part) => part.level < level);
}

/** Returns a copy of a file with more imports, some of them public. */
function withImports(
	file: FileDescriptorProto,
	plain: readonly string[],
	passedOn: readonly string[],
): FileDescriptorProto {
	const dependency = [...file.dependency, ...new Set([...passedOn, ...plain])];
	const publicDependency = [
		...file.publicDependency,
		...passedOn.map((name) => dependency.indexOf(name)),
	];
	return withParts(file, { dependency, publicDependency });
}
