import { join } from "node:path";
import { create, createFileRegistry } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import {
	FileDescriptorProtoSchema,
	FileDescriptorSetSchema,
	FieldDescriptorProto_Label as Label,
	FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, test } from "vitest";
import { linkFiles } from "../../../../src/schema/link/link-files.ts";
import { rawFileOf } from "../../../../src/schema/link/raw-file.ts";
import { describeSymbol } from "../../../../src/schema/print/describe-symbol.ts";
import { registryOf } from "../build.ts";

const registry = registryOf(join(import.meta.dirname, "proto"));

function described(name: string): string | undefined {
	const found = describeSymbol(registry, name);
	return found && `${found.name} is ${found.type}:\n${found.source}`;
}

/**
 * The symbols whose output is that of grpcurl 1.9.3. grpcurl differs in that it writes `+Inf`, `NaN` and six digits, and no
 * comments behind lines.
 */
const NAMES = [
	"printed.modern.Serving",
	"printed.modern.Serving/Unary",
	"printed.modern.Modern",
	".printed.modern.Modern.by_name",
	"printed.modern.Modern.ByNameEntry",
	"printed.modern.Modern.choice",
	"printed.modern.Level",
	"printed.modern.LEVEL_TWO",
	"printed.modern.Level.LEVEL_TWO",
	"printed.options.Optioned",
	"printed.options.Open",
	"printed.options.Leveled",
	"printed.options.Gate",
	"printed.options.rule",
	"printed.options.Rule.strict",
	"printed.legacy.Legacy",
	"printed.legacy.Legacy.Part",
	"printed.legacy.Legacy.part",
	"printed.legacy.ext",
	"printed.edition2023.Sample",
	"printed.edition2024.Hidden",
];

describe("describing a symbol", () => {
	test("prints what grpcurl prints", async () => {
		const all = NAMES.map((name) => described(name) ?? `${name}: nothing`);
		await expect(`${all.join("\n\n")}\n`).toMatchFileSnapshot(
			"describe-symbol.golden",
		);
	});

	test.each(["", ".", "/", "printed.modern", "printed.modern.modern", "a/b/c"])(
		"%o is no symbol",
		(name) => {
			expect(describeSymbol(registry, name)).toBeUndefined();
		},
	);

	test("a field with a group's encoding is written as a message where it has no message of its own: one within itself has no end", () => {
		const group = (name: string, number: number, typeName: string) => ({
			name,
			number,
			typeName,
			type: Type.GROUP,
			label: Label.OPTIONAL,
		});
		const file = {
			name: "m.proto",
			syntax: "proto2",
			messageType: [
				{
					name: "M",
					field: [
						group("again", 1, ".M"),
						group("ownPart", 2, ".M.OwnPart"),
						group("alike", 3, ".M.OwnPart"),
					],
					nestedType: [{ name: "OwnPart" }],
				},
			],
		};
		const set = create(FileDescriptorSetSchema, { file: [file] });
		expect(
			describeSymbol(createFileRegistry(set), "M")?.source,
		).toBe(`message M {
  optional .M again = 1;
  optional group OwnPart = 2 {
  }
  optional .M.OwnPart alike = 3;
}`);
	});
});

/** Returns extensions number 100 of a message, so many inside each other. */
function nestedExtensions(count: number): Uint8Array {
	const heads: Uint8Array[] = [];
	let length = 0;
	for (let level = 0; level < count; level += 1) {
		const head = new BinaryWriter().tag(100, WireType.LengthDelimited);
		heads.push(head.uint32(length).finish());
		length += heads.at(-1)?.length ?? 0;
	}
	return Buffer.concat(heads.toReversed());
}

test("an option is written in a moment, however many extensions are inside each other", () => {
	const ofMessage = { label: Label.OPTIONAL, type: Type.MESSAGE };
	const extension = { ...ofMessage, typeName: ".p.Deep" };
	const file = create(FileDescriptorProtoSchema, {
		name: "p.proto",
		package: "p",
		dependency: ["google/protobuf/descriptor.proto"],
		messageType: [
			{ name: "Deep", extensionRange: [{ start: 100, end: 101 }] },
			{ name: "M", options: {} },
		],
		extension: [
			{ ...extension, name: "in", number: 100, extendee: ".p.Deep" },
			{
				...extension,
				name: "o",
				number: 50_000,
				extendee: ".google.protobuf.MessageOptions",
			},
		],
	});
	const options = file.messageType[1]?.options;
	const data = new BinaryWriter().bytes(nestedExtensions(2_000)).finish();
	const wireType = WireType.LengthDelimited;
	if (options) options.$unknown = [{ no: 50_000, wireType, data }];
	const { registry } = linkFiles([rawFileOf(file)]);
	const source = describeSymbol(registry, "p.M")?.source ?? "";
	expect(source.match(/\[p\.in\]/g)).toHaveLength(100);
});
