import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
	create,
	createFileRegistry,
	type DescFile,
	setExtension,
	toJson,
} from "@bufbuild/protobuf";
import {
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
	type FileDescriptorSet,
	FileOptionsSchema,
	FieldDescriptorProto_Label as Label,
	FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { afterAll, describe, expect, test } from "vitest";
import { linkFiles } from "../../../../src/schema/link/link-files.ts";
import { rawFileOf } from "../../../../src/schema/link/raw-file.ts";
import { protoFileSource } from "../../../../src/schema/print/proto-file.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { buildProtos } from "../build.ts";

const CORPUS = join(import.meta.dirname, "proto");

const OPTIONS = "printed/options.proto";

const original = buildProtos(CORPUS);
const registry = createFileRegistry(original);
const files = [...registry.files].filter(({ name }) =>
	name.startsWith("printed/"),
);

function writeSources(folder: string, sources: readonly DescFile[]): void {
	for (const file of sources) {
		const path = join(folder, `${file.name}.proto`);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, protoFileSource(file, registry));
	}
}

/** Returns what a file declares, independent of the order and place of its types. */
function declared(set: FileDescriptorSet, name: string): unknown {
	const proto = set.file.find((file) => file.name === `${name}.proto`);
	return proto === undefined ? undefined : normalized(proto);
}

function normalized(proto: FileDescriptorProto): unknown {
	const json = toJson(
		FileDescriptorProtoSchema,
		{ ...proto, sourceCodeInfo: undefined },
		{ registry },
	);
	return sortTypes(json);
}

function sortTypes(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sortTypes);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, item]) => [
			key,
			key === "nestedType" || key === "messageType"
				? [item].flat().map(sortTypes).toSorted(byName)
				: sortTypes(item),
		]),
	);
}

function byName(a: unknown, b: unknown): number {
	return JSON.stringify(a).localeCompare(JSON.stringify(b));
}

describe("a printed file", () => {
	const folder = temporaryFolder(afterAll);
	writeSources(folder, files);
	const printed = buildProtos(folder);

	test.each(files.map(({ name }) => name))("%s declares the same", (name) => {
		expect(declared(printed, name)).toEqual(declared(original, name));
	});

	test("keeps its comments", async () => {
		const modern = registry.getFile("printed/modern.proto");
		if (modern === undefined) throw new Error("no such file");
		await expect(protoFileSource(modern)).toMatchFileSnapshot("modern.golden");
	});

	test("printed again is the same", () => {
		const again = createFileRegistry(printed);
		for (const file of files) {
			const copy = again.getFile(`${file.name}.proto`);
			if (copy === undefined) throw new Error(`${file.name} is gone`);
			expect(protoFileSource(copy, again)).toBe(
				protoFileSource(file, registry),
			);
		}
	});

	// buf leaves `import option` out of its images. Servers built with protoc send it.
	test("has the imports that are for options alone", () => {
		const team = registry.getExtension("printed.options.team");
		const file = registry.getFile("printed/edition2024.proto");
		if (team === undefined || file === undefined) throw new Error("no such");
		const options = create(FileOptionsSchema);
		setExtension(options, team, ["pods"]);
		const proto = { ...file.proto, optionDependency: [OPTIONS], options };
		const source = protoFileSource({ ...file, proto }, registry);
		expect(source).toContain(`import option "${OPTIONS}";`);
		expect(source).toContain('option (.printed.options.team) = "pods";');
	});
});

test("a file may import more extensions than a function takes arguments", () => {
	const extending = (name: string, from: number) =>
		create(FileDescriptorProtoSchema, {
			name: `${name}.proto`,
			package: name,
			dependency: ["google/protobuf/descriptor.proto"],
			extension: Array.from({ length: 65_000 }, (_, at) => ({
				name: `e${at}`,
				number: from + at,
				type: Type.INT32,
				label: Label.OPTIONAL,
				extendee: ".google.protobuf.FileOptions",
			})),
		});
	const importing = create(FileDescriptorProtoSchema, {
		name: "all.proto",
		dependency: ["a.proto", "b.proto"],
	});
	const given = [extending("a", 100_000), extending("b", 200_000), importing];
	const { registry: linked } = linkFiles(given.map(rawFileOf));
	const file = linked.getFile("all.proto");
	expect(file && protoFileSource(file, linked)).toContain('import "b.proto";');
});
