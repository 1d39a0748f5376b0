// What is seen of pods that serve the user service, and what diff makes of it.
import { toBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import type { PodName } from "../../../../src/cli/pod-name.ts";
import type { DiffFact, Side } from "../../../../src/commands/diff/facts.ts";
import {
	applyFact,
	type Holder,
} from "../../../../src/commands/diff/holders.ts";
import {
	type SchemaDiff,
	schemaDiff,
} from "../../../../src/commands/diff/report.ts";
import { printDiff } from "../../../../src/commands/diff/view.ts";
import type { PodTarget } from "../../../../src/kubernetes/target.ts";
import { file_user } from "../../../../src/sandbox/pod/gen/user_pb.ts";
import { nextVersion } from "../../../../src/sandbox/pod/schema-v2.ts";
import type { SchemaFact } from "../../../../src/schema/source/schema-fact.ts";
import { target as targetOf } from "../health/build.ts";

/** The file of the user service. */
export const file = file_user.proto;

/** What a server tells that has this file of the user service. */
export const fact = (proto: typeof file): SchemaFact => ({
	files: [
		Buffer.from(toBinary(FileDescriptorProtoSchema, proto)).toString("base64"),
	],
	services: ["user.UserService"],
	problems: [],
});
/** The user service. */
export const V1 = fact(file);
/** Its next version. */
export const V2 = fact(nextVersion(file));

/** A pod of deploy/user-service by its whole name. */
export const target = (
	{ namespace, name }: PodName,
	createdAt: string,
	image: string,
	phase = "Running",
): PodTarget => {
	const { containers } = targetOf("").pod;
	return targetOf("", {
		namespace,
		name,
		uid: name,
		createdAt,
		phase,
		containers: containers.map((one) => ({ ...one, image })),
	});
};

const FAILURE = {
	code: "connection-refused",
	message: "refuses connections",
	hint: ["look at the port"],
} as const;

/** What is seen of a pod: of namespace shop, or of the one that stands before its name. */
export const pod = (
	named: string,
	told: SchemaFact | "unreachable",
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

/** What is seen of files that declare the user service. */
export const FILES: readonly DiffFact[] = [
	{ kind: "files", label: "user.proto", schema: V1 },
];

/** Those of whom something was seen. */
export const holdersOf = (facts: readonly DiffFact[]) =>
	facts.reduce<readonly Holder[]>(applyFact, []);

/** The result. */
export const diffOf = (...facts: readonly (readonly DiffFact[])[]) =>
	schemaDiff(holdersOf(facts.flat()));

/** The result as a pipe gets it. */
export const printed = (diff: SchemaDiff) =>
	printDiff(diff, { kind: "table" }, { kind: "pipe", colour: "plain" });

/** The codes of its findings. */
export const codes = (diff: SchemaDiff) =>
	diff.findings.map(({ finding }) => finding.code);
