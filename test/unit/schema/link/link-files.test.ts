import { create, type DescMessage, toJson } from "@bufbuild/protobuf";
import {
	FieldDescriptorProto_Type,
	FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { linkFiles } from "../../../../src/schema/link/link-files.ts";
import type { RawFile } from "../../../../src/schema/link/raw-file.ts";

/** Returns `count` files. The first `bad` of them have a field of a oneof that does not exist. */
function filesOf(count: number, bad: number): readonly RawFile[] {
	return Array.from({ length: count }, (_, at) => {
		const name = `f${at + 1}.proto`;
		const field = {
			name: "a",
			number: 1,
			type: FieldDescriptorProto_Type.STRING,
			oneofIndex: 7,
		};
		const messageType =
			at < bad ? [{ name: `M${at}`, field: [field] }] : [{ name: `M${at}` }];
		const proto = create(FileDescriptorProtoSchema, { name, messageType });
		return { name, bytes: new Uint8Array(), proto };
	});
}

test("each file that protobuf-es refuses is named, and left out", () => {
	const { registry, problems } = linkFiles(filesOf(4, 2));
	const reason =
		"invalid FieldDescriptorProto: oneof #7 for field #1 not found";
	expect(problems).toEqual([
		{ kind: "unusable-file", file: "f1.proto", reason },
		{ kind: "unusable-file", file: "f2.proto", reason },
	]);
	expect(registry.getMessage("M0")).toBeUndefined();
	expect(registry.getMessage("M3")).toBeDefined();
});

test("files that are faulty by themselves are found together, however many there are", () => {
	const { problems, ordered } = linkFiles(filesOf(3000, 6));
	expect(problems).toHaveLength(6);
	expect(ordered).toHaveLength(3000 - 6);
});

test("a copy of google's own types under another path is no fault, whatever is in it", () => {
	const [broken] = filesOf(1, 1);
	const field = { name: "a", number: 1, oneofIndex: 7 };
	const proto = create(FileDescriptorProtoSchema, {
		name: "third_party/empty.proto",
		package: "google.protobuf",
		messageType: [{ name: "Empty", field: [field] }],
	});
	const copy = { name: proto.name, bytes: new Uint8Array(), proto };
	if (broken === undefined) throw new Error("it is one");
	const { problems, ordered } = linkFiles([broken, copy]);
	expect(problems).toMatchObject([{ file: "f1.proto" }]);
	expect(ordered).toEqual([copy.name]);
});

/** Returns a file with a fault that shows only when the type is known: the type of its enum field is a message. */
function misled(at: number, type: string): RawFile {
	const field = {
		name: "a",
		number: 1,
		type: FieldDescriptorProto_Type.ENUM,
		typeName: `.${type}`,
	};
	const name = `misled${at}.proto`;
	const messageType = [{ name: `Misled${at}`, field: [field] }];
	const proto = create(FileDescriptorProtoSchema, { name, messageType });
	return { name, bytes: new Uint8Array(), proto };
}

const sixMisled = (type: string) =>
	Array.from({ length: 6 }, (_, at) => misled(at, type));

test("many files are not linked again and again", () => {
	const files = [...sixMisled("M9"), ...filesOf(3500, 0)];
	expect(() => linkFiles(files)).toThrow(
		"too many files of the schema cannot be used",
	);
});

test("nor are files that declare much, however few", () => {
	const messageType = Array.from({ length: 20_000 }, (_, at) => ({
		name: `M${at}`,
	}));
	const name = "large.proto";
	const proto = create(FileDescriptorProtoSchema, { name, messageType });
	const large = { name, bytes: new Uint8Array(), proto };
	expect(() => linkFiles([...sixMisled("M0"), large])).toThrow(
		"too many files of the schema cannot be used",
	);
});

function defaultOf({ field: { a } }: DescMessage): unknown {
	if (a === undefined || !("getDefaultValue" in a))
		throw new Error("it is declared");
	return a.getDefaultValue?.();
}

test.each([
	["INT32", "abc"],
	["INT32", "12abc"],
	["INT32", "4294967296"],
	["UINT32", "-1"],
	["INT64", "1e99"],
	["INT64", "0x10"],
	["UINT64", ""],
	["BOOL", "yes"],
	["DOUBLE", "1.5kg"],
	["FLOAT", "INF"],
	["BYTES", "\\xzz"],
	["ENUM", "NONE"],
] as const)(
	"a default that is no %s is none, and hurts no message",
	(type, defaultValue) => {
		const field = {
			name: "a",
			number: 1,
			type: FieldDescriptorProto_Type[type],
			typeName: type === "ENUM" ? ".E" : "",
			defaultValue,
		};
		const proto = create(FileDescriptorProtoSchema, {
			name: "a.proto",
			messageType: [{ name: "M", field: [field] }],
			enumType: [{ name: "E", value: [{ name: "ZERO", number: 0 }] }],
		});
		const file = { name: "a.proto", bytes: new Uint8Array(), proto };
		const message = linkFiles([file]).registry.getMessage("M");
		if (message === undefined) throw new Error("it is declared");
		expect(defaultOf(message)).toBeUndefined();
		expect(toJson(message, create(message))).toEqual({});
		expect(message.field["a"]?.proto.defaultValue).toBe("");
	},
);

test.each([
	["INT32", "-2147483648", -2147483648],
	["UINT32", "4294967295", 4294967295],
	["UINT64", "18446744073709551615", 18446744073709551615n],
	["SFIXED64", "-1", -1n],
	["BOOL", "true", true],
	["BOOL", "false", false],
	["DOUBLE", "1e+40", 1e40],
	["DOUBLE", "-0.5", -0.5],
	["FLOAT", "-inf", Number.NEGATIVE_INFINITY],
	["FLOAT", "nan", Number.NaN],
	["DOUBLE", "-nan", Number.NaN],
	["STRING", "12abc", "12abc"],
] as const)(
	"a default of %s as compilers write it stays: %s",
	(type, defaultValue, value) => {
		const field = {
			name: "a",
			number: 1,
			type: FieldDescriptorProto_Type[type],
			defaultValue,
		};
		const proto = create(FileDescriptorProtoSchema, {
			name: "a.proto",
			messageType: [{ name: "M", field: [field] }],
		});
		const file = { name: "a.proto", bytes: new Uint8Array(), proto };
		const message = linkFiles([file]).registry.getMessage("M");
		expect(message && defaultOf(message)).toEqual(value);
	},
);

test("files that use each other may declare one name, as a message and as an enum", () => {
	const typed = (name: string, typeName: string) => ({
		name,
		field: [
			{
				name: "a",
				number: 1,
				type: FieldDescriptorProto_Type.MESSAGE,
				typeName,
			},
		],
	});
	const files = [
		{
			name: "b.proto",
			messageType: [typed("B", ".A")],
			enumType: [{ name: "T", value: [{ name: "ZERO", number: 0 }] }],
		},
		{
			name: "a.proto",
			messageType: [typed("A", ".B"), { name: "T" }, typed("C", ".T")],
		},
	].map((init) => {
		const proto = create(FileDescriptorProtoSchema, init);
		return { name: proto.name, bytes: new Uint8Array(), proto };
	});
	const { registry } = linkFiles(files);
	const field = registry.getMessage("C")?.field["a"];
	expect(field?.message?.typeName).toBe("T");
});
