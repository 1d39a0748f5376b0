import { join } from "node:path";
import { create, createFileRegistry } from "@bufbuild/protobuf";
import {
	FileDescriptorSetSchema,
	FieldDescriptorProto_Label as Label,
	FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, test } from "vitest";
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
