import { create, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { podNameOf } from "../../../../src/cli/pod-name.ts";
import type { ServedFact } from "../../../../src/cli/schema-facts.ts";
import type { RecordedCallFact } from "../../../../src/commands/call/recording/codec.ts";
import type { RecordedFact } from "../../../../src/commands/call/recording/recorded-facts.ts";
import type { DiffFact } from "../../../../src/commands/diff/facts.ts";
import type { SchemaFact } from "../../../../src/schema/source/schema-fact.ts";
import {
	factsOf as healthFacts,
	PLAINTEXT,
	SERVING,
	target,
	tls,
} from "../../commands/health/build.ts";

const FILE = create(FileDescriptorProtoSchema, {
	name: "shop.proto",
	package: "shop",
	syntax: "proto3",
	messageType: [
		{ name: "Item", field: [{ name: "name", number: 1, type: 9, label: 1 }] },
	],
	service: [
		{
			name: "Shop",
			method: [
				{
					name: "List",
					inputType: ".shop.Item",
					outputType: ".shop.Item",
					serverStreaming: true,
				},
			],
		},
	],
});

/** The schema of `shop.Shop`, whose method List streams items. */
const SCHEMA: SchemaFact = {
	files: [
		Buffer.from(toBinary(FileDescriptorProtoSchema, FILE)).toString("base64"),
	],
	services: ["shop.Shop"],
	problems: [],
};

const POD = { namespace: "shop", name: "shop-1" };
const KEY = "shop/shop-1";
const FAILURE = {
	code: "tunnel-cut",
	message: "cut",
	hint: ["again"],
} as const;
const given = <T>(value: T) => ({ kind: "given", value }) as const;

const [FIRST, SECOND] = [target("shop-1"), target("shop-2")];

const ASKED: readonly ServedFact[] = [
	{ kind: "asked", pod: POD },
	{ kind: "services", answer: given(SCHEMA.services) },
	{ kind: "schema-of", symbol: "shop.Item", answer: given(SCHEMA) },
	{ kind: "everything", answer: given(SCHEMA) },
];

const WORKLOADS: readonly ServedFact[] = [
	{
		kind: "workload",
		workload: "deploy/shop",
		namespace: "shop",
		answer: { kind: "given", pod: POD, value: SCHEMA },
	},
	{
		kind: "workload",
		workload: "deploy/till",
		namespace: "shop",
		answer: { kind: "refused", failure: FAILURE },
	},
];

const CALLED: Extract<RecordedFact, { kind: "called" }> = {
	kind: "called",
	pod: POD,
	steps: {
		resolveMs: 1,
		streamMs: 2,
		tlsMs: undefined,
		settingsMs: 3,
		schemaMs: 4,
	},
	service: "shop.Shop",
	method: "List",
	schema: SCHEMA,
	metadata: [["authorization", "<redacted, 9 characters>"]],
};

const ANSWER: readonly RecordedCallFact[] = [
	{ kind: "headers", pod: KEY, metadata: [["a", "b"]] },
	{ kind: "response", pod: KEY, body: "CgNBZGE=", atMs: 5 },
	{
		kind: "response",
		pod: KEY,
		body: { length: 3, digest: "abcdef01" },
		atMs: 6,
	},
	{
		kind: "end",
		pod: KEY,
		status: {
			code: 5,
			name: "NOT_FOUND",
			message: "gone",
			details: "CAU=",
			source: "server",
		},
		trailers: [],
		sent: 1,
		received: 2,
		atMs: 7,
		reason: "status",
		fault: null,
	},
];

const CALL: readonly RecordedFact[] = [CALLED, ...ANSWER];

const PODS: RecordedFact = {
	kind: "pods",
	pods: [{ ...POD, counted: true }],
	via: null,
};

const ROUTE: RecordedFact = {
	kind: "route",
	route: {
		service: "shop",
		addressing: "headless",
		affinity: "client-ip",
		standing: "ready",
		endpoints: 2,
		addresses: 1,
		notModelled: ["internalTrafficPolicy Local"],
		untranslated: { port: 80, targetPort: 50051 },
		found: "selector",
	},
	pod: POD,
};

/** A call through a Service to a server that lacks the method and has a similar one. */
const ELSEWHERE: readonly RecordedFact[] = [
	ROUTE,
	CALLED,
	{ kind: "headers", pod: KEY, metadata: [] },
	{
		kind: "end",
		pod: KEY,
		status: {
			code: 12,
			name: "UNIMPLEMENTED",
			message: "",
			details: null,
			source: "server",
		},
		trailers: [],
		sent: 1,
		received: 0,
		atMs: 7,
		reason: "status",
		fault: null,
	},
	{
		kind: "served",
		pod: KEY,
		served: { kind: "something-else", hint: ["did you mean shop.Stall?"] },
	},
];

/** A second pod, with the schema of the first. */
const SAME: readonly RecordedFact[] = [
	{
		kind: "pods",
		pods: [
			{ ...POD, counted: true },
			{ ...POD, name: "shop-2", counted: true },
		],
		via: null,
	},
	...CALL,
	{
		...CALLED,
		pod: { ...POD, name: "shop-2" },
		schema: { sameAs: KEY },
	},
	...ANSWER.map((fact) => ({ ...fact, pod: "shop/shop-2" })),
];

const REPEATED: readonly RecordedFact[] = [
	PODS,
	{
		kind: "measured",
		pod: POD,
		status: { code: 0, name: "OK", message: "" },
		received: 1,
		startMs: 1,
		endMs: 2,
	},
	{ kind: "counted", pod: POD, connections: 1, unreachable: null, hint: [] },
];

const DIFF: readonly DiffFact[] = [
	{ kind: "target", side: "first", target: FIRST },
	{ kind: "target", side: "first", target: SECOND },
	{ kind: "schema", side: "first", pod: podNameOf(FIRST.pod), schema: SCHEMA },
	{
		kind: "failed",
		side: "first",
		pod: podNameOf(SECOND.pod),
		failure: FAILURE,
	},
];

const callView = (flags: object) => ({
	method: "shop.Shop/List",
	flags: {
		"all-namespaces": false,
		"all-pods": false,
		"max-msg-size": 4194304,
		...flags,
	},
	payloads: "kept",
});

/** Recordings of every kind, and the command lines that replay them. */
export const RECORDINGS: readonly {
	readonly line: readonly string[];
	readonly view: object;
	readonly facts: readonly object[];
}[] = [
	{
		line: ["health"],
		view: { services: { kind: "all" }, mode: { kind: "once" }, scope: "x" },
		facts: [
			...healthFacts([
				[FIRST, { transport: PLAINTEXT, answers: { "": SERVING } }],
				[SECOND, { transport: tls(), answers: { "": SERVING } }],
			]),
		],
	},
	{ line: ["diff"], view: {}, facts: DIFF },
	{ line: ["list"], view: {}, facts: ASKED },
	{ line: ["list", "-o", "json"], view: {}, facts: WORKLOADS },
	{ line: ["describe"], view: {}, facts: ASKED },
	{ line: ["call"], view: callView({}), facts: CALL },
	// This recording is older than the flag.
	{
		line: ["call"],
		view: callView({ "all-namespaces": undefined }),
		facts: CALL,
	},
	{ line: ["call", "-o", "json"], view: callView({}), facts: CALL },
	{
		line: ["call"],
		view: callView({ "all-pods": true }),
		facts: [PODS, ...CALL],
	},
	{
		line: ["call"],
		view: callView({ "all-pods": true }),
		facts: SAME,
	},
	{
		line: ["call", "-v"],
		view: callView({ via: "service" }),
		facts: ELSEWHERE,
	},
	{ line: ["call"], view: callView({ repeat: 1 }), facts: REPEATED },
];
