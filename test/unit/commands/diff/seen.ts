// Builds the facts of pods that serve the user service, and what diff makes of them.
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

/** Returns the schema that a server with this file reports. */
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

/** Returns a pod of deploy/user-service by its full name. */
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

/** Returns the facts of a pod in namespace shop, or in the namespace before its name. */
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

/** Returns the facts with this target in place of deploy/user-service. */
export const ofTarget = (origin: string, facts: readonly DiffFact[]) =>
	facts.map((one) =>
		one.kind === "target" ? { ...one, target: { ...one.target, origin } } : one,
	);

/** The facts of files that declare the user service. */
export const FILES: readonly DiffFact[] = [
	{ kind: "files", label: "user.proto", schema: V1 },
];

/** Returns the pods and files that the facts are about. */
export const holdersOf = (facts: readonly DiffFact[]) =>
	facts.reduce<readonly Holder[]>(applyFact, []);

/** Returns the result of a diff of these facts. */
export const diffOf = (...facts: readonly (readonly DiffFact[])[]) =>
	schemaDiff(holdersOf(facts.flat()));

/** Returns the result as it is printed to a pipe. */
export const printed = (diff: SchemaDiff) =>
	printDiff(diff, { kind: "table" }, { kind: "pipe", colour: "plain" });

/** Returns the codes of the result's findings. */
export const codes = (diff: SchemaDiff) =>
	diff.findings.map(({ finding }) => finding.code);
