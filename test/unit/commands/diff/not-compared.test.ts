// Services and types that are listed or used but not described, and how they limit the comparison.
import { clone, create } from "@bufbuild/protobuf";
import {
	FieldDescriptorProto_Label,
	FieldDescriptorProto_Type,
	FieldDescriptorProtoSchema,
	FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, test } from "vitest";
import { diffExitStatus } from "../../../../src/commands/diff/exit.ts";
import { junitSuite } from "../../../../src/commands/diff/junit-cases.ts";
import { file_steering } from "../../../../src/sandbox/pod/gen/steering_pb.ts";
import type { SchemaFact } from "../../../../src/schema/source/schema-fact.ts";
import {
	codes,
	diffOf,
	FILES,
	fact,
	file,
	pod,
	printed,
	V1,
	V2,
} from "./seen.ts";

describe("a service that is listed and not described", () => {
	const steering = file_steering.services[0]?.typeName ?? "";
	const listing = (schema: SchemaFact, ...more: readonly string[]) => ({
		...schema,
		services: [...schema.services, ...more],
	});
	const both: SchemaFact = listing(
		{ ...V1, files: [...V1.files, ...fact(file_steering.proto).files] },
		steering,
	);

	test("is not known of its pod, where another one describes it", async () => {
		const diff = await diffOf(pod("a", both), pod("b", listing(V1, steering)));
		expect(diff.schemas).toHaveLength(1);
		expect(diff.differences).toEqual([]);
		expect(diff.failed[0]?.failure).toEqual({
			code: "schema",
			message: `it lists ${steering} and does not describe it: no file that came declares it`,
			hint: [],
		});
		expect(diff.notCompared).toEqual([]);
		expect(diffExitStatus(diff, "none")).toBe(3);
	});

	test("is compared of nobody, where nobody describes it, and hides no other", async () => {
		const facts = [pod("a", listing(V1, steering)), pod("b", V2)];
		const diff = await diffOf(...facts);
		expect(diff.differences.length).toBeGreaterThan(0);
		expect(diff.notCompared).toMatchObject([
			{ service: steering, holders: [{ name: "a" }] },
		]);
		expect(await printed(diff)).toMatch(
			`\nnot compared: ${steering}, listed and not described by a: no file`,
		);
	});

	test("is served by whoever lists it, and not by others", async () => {
		const diff = await diffOf(
			pod("a", listing(V1, steering)),
			pod("b", V1, "2026-01-02T00:00:00Z", "x:v2"),
		);
		expect(diff.schemas.map(({ services }) => services)).toEqual([
			["user.UserService", steering],
			["user.UserService"],
		]);
		expect(diff.differences).toEqual([
			{
				from: "A",
				to: "B",
				symbol: steering,
				kind: "service",
				change: "removed",
				breaks: ["source"],
				rules: [
					{
						rule: "PACKAGE_SERVICE_NO_DELETE",
						breaks: ["source"],
						reason: "is gone",
					},
				],
				lines: [],
			},
		]);
		expect(codes(diff)).toEqual(["KG201", "KG204"]);
		expect(await printed(diff)).toMatch(`${steering}   A → B   only in A,`);
	});

	test("is no difference where all list it", async () => {
		const diff = await diffOf(
			pod("a", listing(V1, steering)),
			pod("b", listing(V1, steering)),
		);
		expect(diff.schemas).toHaveLength(1);
		expect(diff.notCompared).toHaveLength(1);
	});

	test("may use what files without a service declare", async () => {
		const bare: SchemaFact = { files: [], services: ["x.Y"], problems: [] };
		const diff = await diffOf(pod("a", bare), [
			{ kind: "files", label: "types.proto", schema: { ...V1, services: [] } },
		]);
		expect(diff.differences).toEqual([]);
		expect(diff.failed[0]?.failure.message).toBe(
			"none of its services can be described: no file that came declares it",
		);
	});

	test("is nothing to files without a service", async () => {
		const schema = { ...V1, services: [] };
		const diff = await diffOf(pod("a", listing(V1, "x.Y")), [
			{ kind: "files", label: "user.proto", schema },
		]);
		expect(diff.differences).toEqual([]);
	});

	test("is gone where files have its package, and not the service", async () => {
		const diff = await diffOf(pod("a", listing(V1, "user.Gone")), FILES);
		expect(
			diff.differences.map(({ symbol, change }) => [symbol, change]),
		).toEqual([["user.Gone", "removed"]]);
	});

	test("is passed over where files say nothing of its package", async () => {
		const diff = await diffOf(pod("a", listing(V1, "x.Y")), FILES);
		expect(diff.notCompared).toEqual([]);
		expect(diff.schemas).toHaveLength(1);
	});
});

describe("a type that is used and that no file declares", () => {
	const { MESSAGE, STRING } = FieldDescriptorProto_Type;
	/** The user service whose user has one more field, of a type in another file. */
	const user = clone(FileDescriptorProtoSchema, file);
	user.dependency.push("money.proto");
	user.messageType
		.find(({ name }) => name === "User")
		?.field.push(
			create(FieldDescriptorProtoSchema, {
				name: "balance",
				number: 9,
				type: MESSAGE,
				typeName: ".money.Money",
				label: FieldDescriptorProto_Label.OPTIONAL,
			}),
		);
	const lost: SchemaFact = {
		...fact(user),
		problems: [
			{ kind: "missing-import", file: "user.proto", import: "money.proto" },
		],
	};
	const money = fact(
		create(FileDescriptorProtoSchema, {
			name: "money.proto",
			package: "money",
			syntax: "proto3",
			messageType: [
				{
					name: "Money",
					field: [
						{
							name: "currency",
							number: 1,
							type: STRING,
							label: FieldDescriptorProto_Label.OPTIONAL,
						},
					],
				},
			],
		}),
	);
	const whole = {
		...lost,
		files: [...money.files, ...lost.files],
		problems: [],
	};

	test("leaves unknown what its pod serves, where another one declares it", async () => {
		const diff = await diffOf(pod("a", whole), pod("b", lost));
		expect(diff.differences).toEqual([]);
		expect(
			diff.failed.map(({ name, failure }) => [name, failure.message]),
		).toEqual([
			[
				"b",
				"it uses money.Money and does not declare it: user.proto imports money.proto, which did not come",
			],
		]);
		expect(diffExitStatus(diff, "none")).toBe(3);
	});

	test("is compared of nobody, where nobody declares it, and hides nothing else", async () => {
		const diff = await diffOf(pod("a", lost), pod("b", V1));
		expect(diff.differences.map(({ symbol }) => symbol)).toEqual([
			"money.Money",
			"user.User",
		]);
		expect(diff.missingTypes).toMatchObject([
			{ type: "money.Money", holders: [{ name: "a" }] },
		]);
		expect(await printed(diff)).toMatch(
			"\nnot compared: money.Money, used and not declared by a: user.proto imports money.proto, which did not come\n",
		);
		expect(junitSuite(diff).cases.at(-1)).toMatchObject({
			name: "money.Money",
			outcome: { kind: "skipped" },
		});
	});

	test("is compared with none that is declared and not used", async () => {
		const unused = { ...V1, files: [...money.files, ...V1.files] };
		const diffs = [
			await diffOf(pod("a", unused), pod("b", lost)),
			await diffOf(pod("a", lost), pod("b", unused)),
		];
		for (const { differences, missingTypes } of diffs) {
			expect(differences.map(({ symbol }) => symbol)).toEqual(["user.User"]);
			expect(missingTypes.map(({ type }) => type)).toEqual(["money.Money"]);
		}
	});

	test("limits the verdict", async () => {
		const lines = await printed(await diffOf(pod("a", lost), pod("b", lost)));
		expect(lines).toMatch(
			/\nsame: there is no difference; 1 type could not be compared\n$/,
		);
	});
});
