import { create, equals } from "@bufbuild/protobuf";
import { fromText, toText } from "@bufbuild/protobuf/txtpb";
import {
	FileDescriptorProtoSchema,
	FieldDescriptorProto_Label as Label,
	FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { expect, test } from "vitest";
import { linkFiles } from "../../../../src/schema/link/link-files.ts";
import { rawFileOf } from "../../../../src/schema/link/raw-file.ts";
import { withExtensionLists } from "../../../../src/schema/text/extension-lists.ts";
import { textError } from "../../../../src/schema/text/find-text-fault.ts";

const self = { type: Type.MESSAGE, typeName: ".p.M" };
const extendee = ".p.M";
const { registry } = linkFiles([
	rawFileOf(
		create(FileDescriptorProtoSchema, {
			name: "p.proto",
			package: "p",
			messageType: [
				{
					name: "M",
					field: [
						{ name: "s", number: 1, label: Label.OPTIONAL, type: Type.STRING },
						{ name: "n", number: 2, label: Label.REPEATED, type: Type.INT32 },
						{ name: "m", number: 3, label: Label.REPEATED, ...self },
					],
					extensionRange: [{ start: 100, end: 200 }],
				},
			],
			extension: [
				{ name: "all", number: 100, label: Label.REPEATED, ...self, extendee },
				{
					name: "ns",
					number: 101,
					label: Label.REPEATED,
					type: Type.INT32,
					extendee,
				},
				{ name: "one", number: 102, label: Label.OPTIONAL, ...self, extendee },
			],
		}),
	),
]);
const M = registry.getMessage("p.M");
if (M === undefined) throw new Error("no p.M");

/** Bodies of messages, as anyone may write them. */
const { body } = fc.letrec<{ body: string; field: string }>((tie) => ({
	field: fc
		.tuple(
			fc.oneof(
				{ maxDepth: 3, withCrossShrink: true },
				fc.constantFrom(
					"[p.ns]: 1",
					"[ p . ns ] : [1, -2]",
					"[p.ns]: [ ]",
					"n: - 3",
					"n: [1, 2]",
					"n: []",
				),
				tie("body").map((inner) => `[p.all] { ${inner} }`),
				tie("body").map((inner) => `[p.all]: < ${inner} >`),
				tie("body").map((inner) => `[p.all]: [{ ${inner} }, {}]`),
				tie("body").map((inner) => `m { ${inner} }`),
				tie("body").map((inner) => `m: [{ ${inner} }]`),
			),
			fc.constantFrom(" ", ",", ";", " # ] } \n"),
		)
		.map((parts) => parts.join("")),
	body: fc
		.tuple(
			fc.constantFrom("", "s: 'a' \"]}\" ", "[p.one] { n: 1 } "),
			fc.array(tie("field"), { maxLength: 6 }),
		)
		.map(([first, fields]) => first + fields.join("")),
}));

/** Enough extensions, so that a text does not stay as it is. */
const MANY = `m { ${"[p.ns]: 1 ".repeat(300)} } `;

test("a text with lists in place of repeated extensions means the same", () => {
	fc.assert(
		fc.property(body, (text) => {
			const whole = MANY + text;
			const joined = withExtensionLists(whole, registry);
			expect(joined).not.toBe(whole);
			const before = fromText(M, whole, { registry });
			const after = fromText(M, joined, { registry });
			expect(toText(M, after, { registry })).toBe(
				toText(M, before, { registry }),
			);
			expect(equals(M, after, before, { registry, extensions: true })).toBe(
				true,
			);
		}),
		{ numRuns: 20 },
	);
});

test.each([
	"{",
	"[p.ns]: 1,,",
	"[p.ns]: 1 }",
	"n: ]",
	"n: [1,]",
	"[p.ns] 1",
	"s: {",
	"[p.ns",
])("a text that ends in %s, which is none, stays as it is", (rest) => {
	const text = MANY + rest;
	expect(withExtensionLists(text, registry)).toBe(text);
});

test("a text with few extensions stays as it is, and so does one without repeated ones", () => {
	const few = "[p.ns]: 1 [p.ns]: 2";
	expect(withExtensionLists(few, registry)).toBe(few);
	const apart = "m { [p.ns]: 1 } ".repeat(300);
	expect(withExtensionLists(apart, registry)).toBe(apart);
});

test.each(["[p.ns]: 1 ", "[p.all] { n: 1 } ", "[p.ns]: 1 [p.all] {} "])(
	"%s is read 20,000 times in a moment",
	(field) => {
		expect(textError(field.repeat(20_000), M, registry)).toBeUndefined();
	},
);
