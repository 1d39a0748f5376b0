import { create, toBinary } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { podKey } from "../../../../../src/cli/pod-name.ts";
import type { CallFact } from "../../../../../src/commands/call/facts.ts";
import {
	callFactOf,
	isOfCall,
	recordedCallFact,
} from "../../../../../src/commands/call/recording/codec.ts";
import { isRecordedFact } from "../../../../../src/commands/call/recording/guards.ts";
import { withholding } from "../../../../../src/commands/call/recording/withhold.ts";
import { PluginError } from "../../../../../src/errors.ts";
import { isSecret } from "../../../../../src/grpc/secret-name.ts";
import {
	channelStatus,
	quotingStatus,
} from "../../../../../src/grpc/status.ts";
import { RequestInfoSchema } from "../../../../../src/schema/gen/google/rpc/error_details_pb.ts";
import { StatusSchema } from "../../../../../src/schema/gen/google/rpc/status_pb.ts";

const word = fc.stringMatching(/^[a-z]{3,9}$/);
const metadata = fc.array(
	fc.tuple(
		word.filter((name) => !isSecret(name)),
		word,
	),
);
const time = fc.double({ min: 0, max: 1e9, noNaN: true }).map((ms) => ms + 0);
const bytes = fc
	.uint8Array({ minLength: 1, maxLength: 40 })
	.map((some) => Buffer.from(some));

const callFact: fc.Arbitrary<CallFact> = fc.oneof(
	metadata.map((fields): CallFact => ({ kind: "headers", metadata: fields })),
	fc.record({
		kind: fc.constant("response" as const),
		body: bytes,
		atMs: time,
	}),
	fc.record({
		kind: fc.constant("end" as const),
		status: fc.record({
			code: fc.nat(16),
			name: word,
			message: fc.string(),
			details: fc.option(bytes, { nil: undefined }),
			source: fc.constantFrom("server" as const, "channel" as const),
		}),
		trailers: metadata,
		sent: fc.nat(),
		received: fc.nat(),
		atMs: time,
		reason: fc.constantFrom(
			"status" as const,
			"limit" as const,
			"interrupted" as const,
		),
		fault: fc.constant(undefined),
	}),
);

const POD = { namespace: "shop", name: "a" };

function throughFile(fact: CallFact, payloads: "kept" | "left-out") {
	const recorded = recordedCallFact(fact, podKey(POD), withholding(payloads));
	const text = JSON.stringify(recorded);
	const read: unknown = JSON.parse(text);
	if (!isRecordedFact(read) || !isOfCall(read, POD) || read.kind === "types")
		throw new Error(`no fact of the call: ${text}`);
	return { text, read };
}

test("with payloads a fact is read back as it was", () => {
	fc.assert(
		fc.property(callFact, (fact) => {
			const { read } = throughFile(fact, "kept");
			expect(callFactOf(read)).toEqual(fact);
		}),
	);
});

test("without payloads a fact is still read back, with the same times and counts", () => {
	fc.assert(
		fc.property(callFact, (fact) => {
			const { read } = throughFile(fact, "left-out");
			const { kind, ...rest } = fact;
			expect(read).toMatchObject({
				kind,
				...("atMs" in rest ? { atMs: rest.atMs } : {}),
				...("sent" in rest ? { sent: rest.sent, received: rest.received } : {}),
			});
		}),
	);
});

const MARK = "s3cr3tm4rk";
const body = Buffer.from(MARK);
const status = {
	code: 5,
	name: "NOT_FOUND",
	message: MARK,
	details: body,
	source: "server",
} as const;
const fault = new PluginError("bad-input", MARK, { hint: [MARK] });
const END: CallFact = {
	kind: "end",
	status,
	trailers: [["x-note", MARK]],
	sent: 1,
	received: 1,
	atMs: 1,
	reason: "status",
	fault,
};

describe("what must not be in a recording", () => {
	test.each<[string, CallFact]>([
		["a header", { kind: "headers", metadata: [["x-note", MARK]] }],
		["a response", { kind: "response", body, atMs: 1 }],
		["an end", END],
	])("%s, without payloads", (_, fact) => {
		const { text } = throughFile(fact, "left-out");
		expect(text).not.toContain(MARK);
		expect(text).not.toContain(body.toString("base64"));
	});

	test.each(["authorization", "cookie", "x-token", "trace-bin"])(
		"the value of %s, in either mode",
		(name) => {
			const fact: CallFact = { kind: "headers", metadata: [[name, MARK]] };
			for (const payloads of ["kept", "left-out"] as const) {
				const { text } = throughFile(fact, payloads);
				expect(text).not.toContain(MARK);
				expect(text).toContain(name);
			}
		},
	);
});

test("equal values can be recognised within a recording, and not across two", () => {
	const [one, other] = [withholding("left-out"), withholding("left-out")];
	expect(one.body(body)).toEqual(one.body(Buffer.from(MARK)));
	expect(one.body(body)).not.toEqual(one.body(Buffer.from("another")));
	expect(one.body(body)).not.toEqual(other.body(body));
});

test("a status that the client made keeps its message, without the parts that it quotes", () => {
	const { message } = withholding("left-out");
	const kept = "the server ended the connection";
	expect(message(channelStatus("UNAVAILABLE", kept))).toBe(kept);
	expect(message(quotingStatus("UNAVAILABLE", kept, ""))).toBe(kept);
	const quoting = message(quotingStatus("UNAVAILABLE", `"${MARK}"`, MARK));
	expect(quoting).toMatch(
		/^"s3cr3tm4rk", <not recorded, 10 characters, [0-9a-f]{8}>$/,
	);
});

test("statuses that differ in details alone differ without payloads, too", () => {
	const withhold = withholding("left-out");
	const message = (details: string | undefined) =>
		withhold.message({
			...channelStatus("NOT_FOUND", "gone"),
			source: "server",
			details: details === undefined ? undefined : Buffer.from(details),
		});
	expect(message("ab")).toMatch(
		/^<not recorded, 4 characters, \w{8}> <details not recorded, \w{8}>$/,
	);
	expect(message("ab")).toBe(message("ab"));
	expect(message("ab")).not.toBe(message("cd"));
	expect(message(undefined)).not.toContain("details");
});

test("details that differ in each call have the same mark", () => {
	const { message } = withholding("left-out");
	const marked = (code: number, requestId: string) => {
		const info = create(RequestInfoSchema, { requestId });
		const details = [anyPack(RequestInfoSchema, info)];
		return message({
			...channelStatus("NOT_FOUND", "gone"),
			source: "server",
			details: toBinary(StatusSchema, create(StatusSchema, { code, details })),
		});
	};
	expect(marked(5, "one")).toBe(marked(5, "two"));
});

test("gRPC's own header fields keep their values", () => {
	const fields = [
		["content-type", "application/grpc"],
		["grpc-status", "5"],
	] as const;
	expect(withholding("left-out").metadata(fields)).toEqual(fields);
});
