import { toBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, test } from "vitest";
import type { DiffFact, Side } from "../../../../src/commands/diff/facts.ts";
import {
	applyFact,
	type Holder,
} from "../../../../src/commands/diff/holders.ts";
import { schemaDiff } from "../../../../src/commands/diff/report.ts";
import type { PodTarget } from "../../../../src/kubernetes/target.ts";
import { file_user } from "../../../../src/sandbox/pod/gen/user_pb.ts";
import { nextVersion } from "../../../../src/sandbox/pod/schema-v2.ts";
import type { SchemaFact } from "../../../../src/schema/source/schema-fact.ts";

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

const target = (name: string, createdAt: string, image: string): PodTarget => ({
	pod: {
		namespace: "shop",
		name,
		uid: name,
		node: "n1",
		ip: "10.0.0.1",
		status: "Running",
		phase: "Running",
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
				role: "application",
			},
		],
		workload: "deploy/user-service",
		unreachable: undefined,
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

const pod = (
	name: string,
	told: Told,
	createdAt = "2026-01-01T00:00:00Z",
	image = "registry.example/shop/user-service:v1",
	side: Side = "first",
): readonly DiffFact[] => [
	{ kind: "target", side, target: target(name, createdAt, image) },
	told === "unreachable"
		? {
				kind: "failed",
				side,
				pod: name,
				failure: {
					code: "connection-refused",
					message: "refuses connections",
					hint: [],
				},
			}
		: { kind: "schema", side, pod: name, schema: told },
];

const diffOf = (...facts: readonly (readonly DiffFact[])[]) =>
	schemaDiff(facts.flat().reduce(applyFact, [] as readonly Holder[]));

const codes = (diff: ReturnType<typeof diffOf>) =>
	diff.findings.map(({ finding }) => finding.code);

describe("replicas", () => {
	test("that are equal are one schema", () => {
		const diff = diffOf(pod("a", V1), pod("b", V1));
		expect(diff.schemas).toHaveLength(1);
		expect(diff.differences).toEqual([]);
		expect(codes(diff)).toEqual([]);
	});

	test("that differ are compared with the oldest", () => {
		const diff = diffOf(
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

	test("of one image that differ are told of", () => {
		const diff = diffOf(pod("a", V1), pod("b", V2));
		expect(codes(diff)).toContain("KG203");
	});

	test("that cannot be asked hide no other", () => {
		const diff = diffOf(pod("a", V1), pod("b", "unreachable"));
		expect(diff.schemas).toHaveLength(1);
		expect(diff.failed.map(({ name }) => name)).toEqual(["b"]);
	});
});

describe("two sides", () => {
	test("the first is the one on the left, whatever the age", () => {
		const diff = diffOf(
			pod("a", V2, "2026-01-02T00:00:00Z"),
			pod("b", V1, "2026-01-01T00:00:00Z", "x:v1", "second"),
		);
		expect(
			diff.differences.map(({ symbol, change }) => [symbol, change]),
		).toContainEqual(["user.UserService/DeleteUser", "removed"]);
	});

	test("files say nothing of packages that they have no service of", () => {
		const served = {
			...V1,
			services: ["grpc.health.v1.Health", "user.UserService"],
		};
		const diff = diffOf(pod("a", served), [
			{ kind: "files", label: "user.proto", schema: V1 },
		]);
		expect(diff.schemas).toHaveLength(1);
	});
});
