import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { clone, create, toBinary } from "@bufbuild/protobuf";
import {
	DescriptorProtoSchema,
	FieldDescriptorProto_Label,
	FieldDescriptorProto_Type,
	FieldDescriptorProtoSchema,
	FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { PodName } from "../../../../src/cli/pod-name.ts";
import { diffExitStatus } from "../../../../src/commands/diff/exit.ts";
import { exportGroups } from "../../../../src/commands/diff/export-groups.ts";
import type { DiffFact, Side } from "../../../../src/commands/diff/facts.ts";
import {
	applyFact,
	type Holder,
} from "../../../../src/commands/diff/holders.ts";
import { junitSuite } from "../../../../src/commands/diff/junit-cases.ts";
import {
	type SchemaDiff,
	schemaDiff,
} from "../../../../src/commands/diff/report.ts";
import { shareSchemas } from "../../../../src/commands/diff/share-schemas.ts";
import { printDiff } from "../../../../src/commands/diff/view.ts";
import type { PodTarget } from "../../../../src/kubernetes/target.ts";
import { file_steering } from "../../../../src/sandbox/pod/gen/steering_pb.ts";
import { file_user } from "../../../../src/sandbox/pod/gen/user_pb.ts";
import { nextVersion } from "../../../../src/sandbox/pod/schema-v2.ts";
import type { SchemaFact } from "../../../../src/schema/source/schema-fact.ts";

import { temporaryFolder } from "../../../temporary-folder.ts";

const file = file_user.proto;

const fact = (proto: typeof file): SchemaFact => ({
	files: [
		Buffer.from(toBinary(FileDescriptorProtoSchema, proto)).toString("base64"),
	],
	services: ["user.UserService"],
	problems: [],
});
const V1 = fact(file);
const V2 = fact(nextVersion(file));

const target = (
	{ namespace, name }: PodName,
	createdAt: string,
	image: string,
	phase = "Running",
): PodTarget => ({
	pod: {
		namespace,
		name,
		uid: name,
		node: "n1",
		ip: "10.0.0.1",
		status: "Running",
		phase,
		ready: "ready",
		readyContainers: 1,
		totalContainers: 1,
		restarts: 0,
		terminating: false,
		createdAt,
		labels: {},
		containers: [
			{
				name: "server",
				image,
				imageId: undefined,
				ports: [],
				readiness: { kind: "none" },
				liveness: { kind: "none" },
				startup: { kind: "none" },
				ready: true,
				started: undefined,
				role: "application",
			},
		],
		workload: "deploy/user-service",
		trouble: undefined,
		unreachable: undefined,
		ended: undefined,
	},
	port: {
		kind: "chosen",
		port: 50051,
		container: "server",
		evidence: "port-name",
		reason: "port named grpc",
		notes: [],
	},
	origin: "deploy/user-service",
});

type Told = SchemaFact | "unreachable";

const FAILURE = {
	code: "connection-refused",
	message: "refuses connections",
	hint: ["look at the port"],
} as const;

/** What is seen of a pod: of namespace shop, or of the one that stands before its name. */
const pod = (
	named: string,
	told: Told,
	createdAt = "2026-01-01T00:00:00Z",
	image = "registry.example/shop/user-service:v1",
	side: Side = "first",
): readonly DiffFact[] => {
	const [namespace = "", name = ""] = named.includes("/")
		? named.split("/")
		: ["shop", named];
	const own = { namespace, name };
	return [
		{ kind: "target", side, target: target(own, createdAt, image) },
		told === "unreachable"
			? { kind: "failed", side, pod: own, failure: FAILURE }
			: { kind: "schema", side, pod: own, schema: told },
	];
};

const FILES: readonly DiffFact[] = [
	{ kind: "files", label: "user.proto", schema: V1 },
];

const holdersOf = (facts: readonly DiffFact[]) =>
	facts.reduce(applyFact, [] as readonly Holder[]);

const diffOf = (...facts: readonly (readonly DiffFact[])[]) =>
	schemaDiff(holdersOf(facts.flat()));

const printed = (diff: SchemaDiff) =>
	printDiff(diff, { kind: "table" }, { kind: "pipe", colour: "plain" });

const codes = (diff: SchemaDiff) =>
	diff.findings.map(({ finding }) => finding.code);

describe("replicas", () => {
	test("that are equal are one schema", async () => {
		const diff = await diffOf(pod("a", V1), pod("b", V1));
		expect(diff.schemas).toHaveLength(1);
		expect(diff.differences).toEqual([]);
		expect(codes(diff)).toEqual([]);
	});

	test("that are equal are held and linked once", () => {
		const shared = shareSchemas();
		const read = (told: SchemaFact) => structuredClone(told);
		const facts = [pod("a", read(V1)), pod("b", read(V1)), pod("c", read(V2))];
		const [a, b, c] = facts
			.flat()
			.map(shared)
			.flatMap((one) => (one.kind === "schema" ? [one.schema] : []));
		expect(a).toBe(b);
		expect(c).toEqual(V2);
	});

	test("are linked and compared in turns with whatever else is heard, such as Ctrl-C", async () => {
		const clock = vi.spyOn(performance, "now");
		onTestFinished(() => clock.mockRestore());
		let nowMs = 0;
		clock.mockImplementation(() => {
			nowMs += 100;
			return nowMs;
		});
		let heard = 0;
		const listen = () => {
			heard++;
			listening = setImmediate(listen);
		};
		let listening = setImmediate(listen);
		await diffOf(pod("a", V1), pod("b", V2));
		clearImmediate(listening);
		expect(heard).toBeGreaterThan(file.messageType.length * 2);
	});

	test("that differ are compared with the oldest", async () => {
		const diff = await diffOf(
			pod("new", V2, "2026-01-02T00:00:00Z", "user-service:v2"),
			pod("old", V1),
		);
		expect(diff.schemas.map(({ holders }) => holders[0]?.name)).toEqual([
			"old",
			"new",
		]);
		expect(diff.schemas[0]?.holders[0]?.image).toBe("user-service:v1");
		expect(diff.breaks).toEqual(["wire", "json", "source"]);
		expect(codes(diff)).toEqual(["KG202", "KG204"]);
	});

	test("that differ are counted by what breaks", async () => {
		const diff = await diffOf(pod("old", V1), pod("new", V2));
		expect(await printed(diff)).toMatch(
			/\nbreaks wire and JSON: 1 of 3 differences\n$/,
		);
	});

	test("of one image that differ are told of", async () => {
		const diff = await diffOf(pod("a", V1), pod("b", V2));
		expect(codes(diff)).toContain("KG203");
	});

	test("of which one has no use for a message that it still declares lose nothing", async () => {
		const proto = clone(FileDescriptorProtoSchema, file);
		for (const { method } of proto.service)
			for (const each of method)
				if (each.name === "CreateUser") each.inputType = ".user.GetUserRequest";
		const diff = await diffOf(
			pod("a", V1),
			pod("b", fact(proto), "2026-01-02T00:00:00Z"),
		);
		expect(diff.differences.map(({ symbol }) => symbol)).toEqual([
			"user.UserService/CreateUser",
		]);
	});

	test("of which one uses an older google.rpc than this program has get along", async () => {
		const old = create(FileDescriptorProtoSchema, {
			name: "google/rpc/error_details.proto",
			package: "google.rpc",
			syntax: "proto3",
			messageType: [{ name: "QuotaFailure" }],
		});
		const proto = clone(FileDescriptorProtoSchema, file);
		proto.dependency.push(old.name);
		proto.messageType
			.find(({ name }) => name === "User")
			?.field.push(
				create(FieldDescriptorProtoSchema, {
					name: "failure",
					number: 9,
					type: FieldDescriptorProto_Type.MESSAGE,
					typeName: ".google.rpc.QuotaFailure",
					label: FieldDescriptorProto_Label.OPTIONAL,
				}),
			);
		const grown = { ...V1, files: [...fact(old).files, ...fact(proto).files] };
		const diff = await diffOf(
			pod("a", V1),
			pod("b", grown, "2026-01-02T00:00:00Z"),
		);
		expect(
			diff.differences.map(({ symbol, change }) => [symbol, change]),
		).toEqual([
			["google.rpc.QuotaFailure", "added"],
			["user.User", "changed"],
		]);
		expect(diff.breaks).toEqual([]);
	});

	test("that cannot be asked hide no other", async () => {
		const diff = await diffOf(pod("a", V1), pod("b", "unreachable"));
		expect(diff.schemas).toHaveLength(1);
		expect(diff.failed.map(({ name }) => name)).toEqual(["b"]);
	});
});

describe("pods of one target with several schemas", () => {
	const other: SchemaFact = {
		...fact(file_steering.proto),
		services: [file_steering.services[0]?.typeName ?? ""],
	};
	/** The user service with one more field of the user: what reads nothing else, and is read as something else. */
	const grown = (type: FieldDescriptorProto_Type): SchemaFact => {
		const proto = clone(FileDescriptorProtoSchema, file);
		proto.messageType
			.find(({ name }) => name === "User")
			?.field.push(
				create(FieldDescriptorProtoSchema, {
					name: "more",
					number: 9,
					type,
					label: FieldDescriptorProto_Label.OPTIONAL,
				}),
			);
		return fact(proto);
	};
	const { INT32, STRING } = FieldDescriptorProto_Type;
	const leaving = (facts: readonly DiffFact[]) =>
		facts.map((one) =>
			one.kind === "target"
				? {
						...one,
						target: {
							...one.target,
							pod: { ...one.target.pod, terminating: true },
						},
					}
				: one,
		);
	const day = (number: number) => `2026-01-0${number}T00:00:00Z`;

	test("are judged among themselves, whatever the other target serves", async () => {
		const split = [
			pod("a", V1, day(1), "x:v1", "second"),
			pod("b", V2, day(2), "x:v2", "second"),
		];
		expect(codes(await diffOf(...split, pod("c", other)))).toEqual([
			"KG202",
			"KG204",
		]);
	});

	test("are judged among themselves, whatever one that terminates served", async () => {
		const facts = [
			leaving(pod("a", other, day(1), "x:v0")),
			pod("b", V1, day(2), "x:v1"),
			pod("c", V2, day(3), "x:v2"),
		];
		expect(codes(await diffOf(...facts))).toEqual(["KG202", "KG204"]);
	});

	test("are compared by the age of the pods that count", async () => {
		const facts = [
			leaving(pod("a", grown(INT32), day(1), "x:v2")),
			pod("b", V1, day(2), "x:v1"),
			pod("c", grown(INT32), day(3), "x:v2"),
		];
		expect(codes(await diffOf(...facts))).toEqual(["KG201"]);
	});

	test("that the oldest gets along with may not get along with each other", async () => {
		const facts = [
			pod("a", V1, day(1), "x:v1"),
			pod("b", grown(INT32), day(2), "x:v2"),
			pod("c", grown(STRING), day(3), "x:v3"),
		];
		const diff = await diffOf(...facts);
		expect(diff.breaks).toEqual([]);
		expect(codes(diff)).toEqual(["KG202"]);
		expect(diff.findings[0]?.finding.message).toContain(
			"3 schemas (A on 1, B on 1, C on 1), of which B/C do not read",
		);
	});
});

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
	/** The user service whose user has a field more, of a type of another file. */
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

describe("a pod that cannot be asked", () => {
	const over = (name: string): readonly DiffFact[] => [
		{
			kind: "target",
			side: "first",
			target: target({ namespace: "shop", name }, "", "x:v1", "Succeeded"),
		},
		{
			kind: "failed",
			side: "first",
			pod: { namespace: "shop", name },
			failure: {
				code: "unreachable",
				message: "Completed: its containers have ended",
				hint: ["kubectl describe pod"],
			},
		},
	];

	test.each([
		["is lost", 2, [pod("a", V1), pod("b", "unreachable")]],
		["has done its work", 0, [pod("a", V1), over("b")]],
		["is the only one, and has done its work", 2, [over("a")]],
		["stands beside files alone", 2, [over("a"), FILES]],
		["is all of one side", 2, [over("a"), pod("b", V1, "", "x:v1", "second")]],
	])("and %s", async (_, status, facts) => {
		expect(diffExitStatus(await diffOf(...facts), "none")).toBe(status);
	});

	test("has its reason and what to do about it", async () => {
		const diff = await diffOf(pod("a", V1), pod("b", "unreachable"), over("d"));
		expect(await printed(diff)).toContain(`
  -  1 pod  user-service:v1  b refuses connections
                               look at the port
  -  1 pod  x:v1             d Completed: its containers have ended
`);
	});

	test("stands with those of its image that cannot be asked for the same reason", async () => {
		const names = ["b", "c", "d", "e", "f", "g", "h", "i", "j"];
		const diff = await diffOf(
			pod("a", V1),
			...names.map((name) => pod(name, "unreachable")),
			pod("k", "unreachable", "", "user-service:v2"),
		);
		expect(await printed(diff)).toContain(`
  -  9 pods  user-service:v1  b c d e f g h i and 1 more
                                refuses connections
                                look at the port
  -  1 pod   user-service:v2  k refuses connections
`);
	});

	test.each([
		["may differ", "unreachable", "; of 1 pod nothing is known"],
		["is not missed", "over", ""],
	])("and %s", async (_, kind, limits) => {
		const other = kind === "over" ? over("b") : pod("b", "unreachable");
		const last = (await printed(await diffOf(pod("a", V1), other)))
			.split("\n")
			.at(-2);
		expect(last).toBe(`same: there is no difference${limits}`);
	});

	test("and is all of one side leaves nothing to compare with", async () => {
		const other = pod("b", V1, "", "x:v1", "second");
		const diff = await diffOf(pod("a", "unreachable"), other);
		expect(await printed(diff)).toMatch(/\nnothing to compare with\n$/);
	});

	test("and is all of one side breaks nothing, whatever the other serves", async () => {
		const diff = await diffOf(
			pod("a", V1, "2026-01-01T00:00:00Z"),
			pod("b", V2, "2026-01-02T00:00:00Z", "x:v2"),
			pod("c", "unreachable", "", "x:v1", "second"),
		);
		expect(diff.differences).toEqual([]);
		expect(codes(diff)).toEqual(["KG202", "KG204"]);
		expect(diffExitStatus(diff, "breaking")).toBe(2);
	});

	test("and has done its work is skipped in a JUnit report", async () => {
		const { cases } = junitSuite(await diffOf(pod("a", V1), over("b")));
		expect(cases.map(({ name, outcome }) => [name, outcome.kind])).toEqual([
			["shop/b", "skipped"],
		]);
	});
});

describe("namesakes in two namespaces", () => {
	const targets = [pod("a/db-0", V1), pod("b/db-0", V2)].map(([one]) => one);
	const answers = [pod("a/db-0", V1), pod("b/db-0", V2)].map(([, one]) => one);
	const facts = [...targets, ...answers].filter((one) => one !== undefined);

	test("keep each its answer", async () => {
		expect(
			(await diffOf(facts)).schemas.map(({ holders }) =>
				holders.map(({ namespace, name }) => `${namespace}/${name}`),
			),
		).toEqual([["a/db-0"], ["b/db-0"]]);
	});

	test("are printed with their namespaces", async () => {
		expect(await printed(await diffOf(facts))).toMatch(
			/ A {2}1 pod .* a\/db-0\n {2}B {2}1 pod .* b\/db-0\n/,
		);
	});

	test("are cases of their own in a JUnit report", async () => {
		const diff = await diffOf(pod("a/db-0", "unreachable"), pod("b/db-0", V1));
		expect(junitSuite(diff).cases.map(({ name }) => name)).toEqual(["a/db-0"]);
	});

	test("are written each with its schema", async () => {
		const folder = temporaryFolder(onTestFinished);
		const holders = holdersOf(facts);
		await exportGroups(
			{ "protoset-out": undefined, "proto-out-dir": folder },
			await schemaDiff(holders),
			holders,
			() => undefined,
		);
		const read = (letter: string) =>
			readFile(join(folder, letter, "user.proto"), "utf8");
		expect(await read("A")).not.toContain("DeleteUser");
		expect(await read("B")).toContain("DeleteUser");
	});
});

describe("two sides", () => {
	test("the first is the one on the left, whatever the age", async () => {
		const diff = await diffOf(
			pod("a", V2, "2026-01-02T00:00:00Z"),
			pod("b", V1, "2026-01-01T00:00:00Z", "x:v1", "second"),
		);
		expect(
			diff.differences.map(({ symbol, change }) => [symbol, change]),
		).toContainEqual(["user.UserService/DeleteUser", "removed"]);
	});

	test("the second is compared with all that the first serves", async () => {
		const split = [
			pod("a", V1, "2026-01-01T00:00:00Z"),
			pod("b", V2, "2026-01-02T00:00:00Z"),
		];
		const diff = await diffOf(...split, FILES);
		expect(diff.schemas.map(({ holders }) => holders.length)).toEqual([2, 1]);
		expect(diff.differences).toContainEqual(
			expect.objectContaining({
				symbol: "user.UserService/DeleteUser",
				change: "removed",
				from: "B",
				to: "A",
			}),
		);
		expect(new Set(diff.differences.map(({ from }) => from))).toEqual(
			new Set(["B"]),
		);
	});

	test("files say nothing of packages that they have no service of", async () => {
		const served = {
			...V1,
			services: ["grpc.health.v1.Health", "user.UserService"],
		};
		const diff = await diffOf(pod("a", served), FILES);
		expect(diff.schemas).toHaveLength(1);
	});

	test("files of no package that is served break nothing of it", async () => {
		const services = [file_steering.services[0]?.typeName ?? ""];
		const schema = { ...fact(file_steering.proto), services };
		const diff = await diffOf(pod("a", V1), [
			{ kind: "files", label: "steering.proto", schema },
		]);
		expect(diff.schemas.map((one) => one.services)).toEqual([[], services]);
		expect(new Set(diff.differences.map(({ change }) => change))).toEqual(
			new Set(["added"]),
		);
		expect(diff.breaks).toEqual([]);
	});

	test("files without a service say nothing but of the messages that they declare", async () => {
		const proto = clone(FileDescriptorProtoSchema, file);
		proto.service = [];
		proto.messageType = [
			...proto.messageType.filter(({ name }) => name === "User"),
			create(DescriptorProtoSchema, { name: "Invoice" }),
		];
		const schema = { ...fact(proto), services: [] };
		const diff = await diffOf(pod("a", V2), [
			{ kind: "files", label: "types.proto", schema },
		]);
		expect(
			diff.differences.map(({ symbol, change }) => [symbol, change]),
		).toEqual([
			["user.Invoice", "added"],
			["user.User", "changed"],
		]);
	});

	test("files without a service are compared with all that is declared", async () => {
		const bare = { ...V1, services: [] };
		const diff = await diffOf(pod("a", bare), [
			{ kind: "files", label: "user.proto", schema: bare },
		]);
		expect(diff.schemas).toHaveLength(1);
	});
});
