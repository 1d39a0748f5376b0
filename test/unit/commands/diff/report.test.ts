import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { clone, create } from "@bufbuild/protobuf";
import {
	DescriptorProtoSchema,
	FieldDescriptorProto_Label,
	FieldDescriptorProto_Type,
	FieldDescriptorProtoSchema,
	FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { deduplicateSchemas } from "../../../../src/commands/diff/deduplicate-schemas.ts";
import { diffExitStatus } from "../../../../src/commands/diff/exit.ts";
import { exportGroups } from "../../../../src/commands/diff/export-groups.ts";
import type { DiffFact } from "../../../../src/commands/diff/facts.ts";
import { junitSuite } from "../../../../src/commands/diff/junit-cases.ts";
import { schemaDiff } from "../../../../src/commands/diff/report.ts";
import type { Container } from "../../../../src/kubernetes/pod.ts";
import type { PortChoice } from "../../../../src/kubernetes/target.ts";
import { file_steering } from "../../../../src/sandbox/pod/gen/steering_pb.ts";
import type { SchemaFact } from "../../../../src/schema/source/schema-fact.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { CHOSEN } from "../health/build.ts";
import {
	codes,
	diffOf,
	FILES,
	fact,
	file,
	holdersOf,
	ofTarget,
	pod,
	printed,
	V1,
	V2,
} from "./seen.ts";

/** The user service, with one field more. */
const GROWN = fact({
	...file,
	messageType: file.messageType.map((type) =>
		type.name === "User"
			? {
					...type,
					field: [
						...type.field,
						create(FieldDescriptorProtoSchema, {
							name: "age",
							number: 9,
							type: FieldDescriptorProto_Type.INT32,
							label: FieldDescriptorProto_Label.OPTIONAL,
						}),
					],
				}
			: type,
	),
});

describe("replicas", () => {
	test("that are equal are one schema", async () => {
		const diff = await diffOf(pod("a", V1), pod("b", V1));
		expect(diff.schemas).toHaveLength(1);
		expect(diff.differences).toEqual([]);
		expect(codes(diff)).toEqual([]);
	});

	test("that are equal are held and linked once", () => {
		const shared = deduplicateSchemas();
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
		expect(diff.findings.map(({ finding }) => finding)).toMatchObject([
			{
				code: "KG202",
				message: expect.stringMatching(
					/^its pods serve 2 schemas \(A on 1, B on 1\) that do not read each other's messages/,
				),
			},
			{
				code: "KG204",
				message: expect.stringMatching(
					/^not every pod serves user\.UserService\/DeleteUser:/,
				),
			},
		]);
	});

	test("that name a field differently do not read each other's JSON", async () => {
		const proto = clone(FileDescriptorProtoSchema, file);
		for (const { field } of proto.messageType)
			for (const each of field)
				if (each.name === "email") {
					each.name = "mail";
					each.jsonName = "mail";
				}
		const diff = await diffOf(
			pod("a", V1),
			pod("b", fact(proto), "2026-01-02T00:00:00Z", "x:v2"),
		);
		expect(diff.breaks).toEqual(["json", "source"]);
		expect(codes(diff)).toEqual(["KG202"]);
	});

	test("are the pods of one target, not of two", async () => {
		const diff = await diffOf(
			ofTarget("deploy/a", pod("a", V1)),
			ofTarget(
				"deploy/b",
				pod("b", V2, "2026-01-02T00:00:00Z", "x:v2", "second"),
			),
		);
		expect(diff.breaks).toEqual(["wire", "json", "source"]);
		expect(codes(diff)).toEqual([]);
	});

	test("that both targets select are counted and named once", async () => {
		const [later, image] = ["2026-01-02T00:00:00Z", "user-service:v2"];
		const both = (["first", "second"] as const).flatMap((side) => [
			...pod("old", V1, undefined, undefined, side),
			...pod("new", V2, later, image, side),
			...pod("lost", "unreachable", later, image, side),
		]);
		const diff = await diffOf(both);
		expect((await printed(diff)).split("\n")).toEqual(
			expect.arrayContaining([
				"2 schemas on 2 pods, 1 not known",
				"  A  1 pod  user-service:v1  old",
				"  B  1 pod  user-service:v2  new",
				"  -  1 pod  user-service:v2  lost refuses connections",
			]),
		);
		expect(diff.findings[0]?.finding.message).toContain("(A on 1, B on 1)");
		const lost = ({ name }: { name: string }) => name === "shop/lost";
		expect(junitSuite(diff).cases.filter(lost)).toHaveLength(1);
	});

	test("have the image of the container that serves", async () => {
		const beside = (facts: readonly DiffFact[], port?: PortChoice) =>
			facts.map((one) => {
				if (one.kind !== "target") return one;
				const { target } = one;
				const [server] = target.pod.containers;
				if (server === undefined) throw new Error("no container");
				const proxy: Container = {
					...server,
					name: "proxy",
					image: "proxy:v9",
					role: "sidecar",
				};
				const containers = [proxy, server];
				return {
					...one,
					target: {
						...target,
						port: port ?? target.port,
						pod: { ...target.pod, containers },
					},
				};
			});
		const imagesOf = async (...facts: readonly (readonly DiffFact[])[]) =>
			(await diffOf(...facts)).schemas.flatMap(({ holders }) =>
				holders.map(({ image }) => image),
			);
		const none: PortChoice = { kind: "none", reason: "", hint: "" };
		const byProxy = { ...CHOSEN, container: "proxy" };
		expect(
			await imagesOf(
				beside(pod("a", V1)),
				beside(pod("b", V1), byProxy),
				beside(pod("c", V1), none),
			),
		).toEqual(["user-service:v1", "proxy:v9", "user-service:v1"]);
	});

	test("that differ are counted by what breaks", async () => {
		const diff = await diffOf(pod("old", V1), pod("new", V2));
		expect(await printed(diff)).toMatch(
			/\nbreaks wire and JSON: 1 of 3 differences\n$/,
		);
	});

	test("that differ have their findings in a JUnit report, the errors as failures", async () => {
		const { cases } = junitSuite(
			await diffOf(pod("old", V1), pod("new", V2, "2026-01-02T00:00:00Z")),
		);
		const findings = cases.filter(({ className }) => className === "findings");
		expect(
			findings.map(({ name, outcome }) => [name.slice(0, 5), outcome.kind]),
		).toEqual([
			["KG202", "failure"],
			["KG203", "passed"],
			["KG204", "passed"],
		]);
		expect(findings[0]?.output).toMatch(/^KG202 error: .*\nfix: undo/);
	});

	test("of one image that differ are told of", async () => {
		const diff = await diffOf(pod("a", V1), pod("b", V2));
		expect(codes(diff)).toContain("KG203");
	});

	test.each([
		["deploy/user-service", "deploy/user-service -n shop"],
		["svc/user-service", "deploy/user-service -n shop"],
	])("of %s that differ are told with commands for %s", async (origin, on) => {
		const { findings } = await diffOf(
			ofTarget(origin, pod("old", V1)),
			ofTarget(origin, pod("new", V2)),
		);
		expect(findings.map(({ finding }) => finding.fix)).toEqual([
			`undo the rollout, or finish it: kubectl rollout undo ${on}`,
			"compare the digests (imageID): kubectl describe pods -n shop",
			"let clients use a method when all pods have it",
		]);
	});

	test.each([
		["KG202", V2, "let its callers reach only one of deploy/a and deploy/b"],
		[
			"KG201",
			GROWN,
			"let clients use only what deploy/a and deploy/b have in common",
		],
	])(
		"of two workloads have no rollout to undo: %s",
		async (code, schema, fix) => {
			const ofWorkload = (workload: string, facts: readonly DiffFact[]) =>
				facts.map((one) =>
					one.kind === "target"
						? {
								...one,
								target: { ...one.target, pod: { ...one.target.pod, workload } },
							}
						: one,
				);
			const { findings } = await diffOf(
				ofTarget("svc/a", ofWorkload("deploy/a", pod("old", V1))),
				ofTarget("svc/a", ofWorkload("deploy/b", pod("new", schema))),
			);
			expect(findings[0]?.finding).toMatchObject({ code, fix });
		},
	);

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
		expect(codes(diff)).not.toContain("KG204");
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
		expect(codes(diff)).toEqual(["KG201", "KG203"]);
		expect(await printed(diff)).toMatch(
			/\ncompatible: 2 differences, none of which breaks anything\n$/,
		);
	});

	test("that cannot be asked hide no other", async () => {
		const diff = await diffOf(pod("a", V1), pod("b", "unreachable"));
		expect(diff.schemas).toHaveLength(1);
		expect(diff.failed.map(({ name }) => name)).toEqual(["b"]);
	});

	test("that cannot be asked leave a result where another of their target answers", async () => {
		const diff = await diffOf(
			pod("a", V1),
			pod("b", "unreachable"),
			pod("c", V1, "2026-01-01T00:00:00Z", "x:v1", "second"),
		);
		expect(await printed(diff)).toMatch(
			/\nsame: there is no difference; of 1 pod nothing is known\n$/,
		);
	});
});

test("only what breaks fails, and only where that is asked for", async () => {
	const breaking = await diffOf(pod("a", V1), pod("b", V2));
	expect(diffExitStatus(breaking, "breaking")).toBe(1);
	expect(diffExitStatus(breaking, "none")).toBe(0);
	const same = await diffOf(pod("a", V1), pod("b", V1));
	expect(diffExitStatus(same, "breaking")).toBe(0);
});

describe("pods of one target with several schemas", () => {
	const other: SchemaFact = {
		...fact(file_steering.proto),
		services: [file_steering.services[0]?.typeName ?? ""],
	};
	/** Returns the user service whose user has one more field. The field's type decides how else its bytes are read. */
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
	const day = (number: number) =>
		`2026-01-${String(number).padStart(2, "0")}T00:00:00Z`;

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

	test("are all compared with the oldest where they are many, and each has a name", async () => {
		const later = grown(INT32);
		const many = Array.from({ length: 26 }, (_, at) => ({
			...later,
			services: [...later.services, `more.S${at}`],
		}));
		const { schemas, differences } = await diffOf(
			...[V1, ...many].map((told, at) => pod(`p${at}`, told, day(1 + at))),
		);
		const names = schemas.map(({ name }) => name);
		expect(names.slice(-2)).toEqual(["Z", "A26"]);
		expect(new Set(names).size).toBe(27);
		expect(
			new Set(differences.map(({ from, to }) => [from, to].join())),
		).toEqual(new Set(names.slice(1).map((name) => `A,${name}`)));
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

	test("are told with commands for no namespace", async () => {
		const { findings } = await diffOf(facts);
		expect(findings.map(({ finding }) => finding.fix)[0]).toBe(
			"undo the rollout, or finish it: kubectl rollout undo deploy/user-service",
		);
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

	test.each([
		[
			"one that is not reached",
			"unreachable",
			/^1 schema in files, 1 not known\n/,
		],
		["one that serves another", V2, /^2 schemas on 1 pod and in files\n/],
	] as const)("files stand beside %s", async (_what, told, headline) => {
		expect(await printed(await diffOf(pod("a", told), FILES))).toMatch(
			headline,
		);
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
