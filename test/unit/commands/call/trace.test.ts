import { expect, test } from "vitest";
import { startTrace } from "../../../../src/commands/call/views/trace.ts";
import type { Frame } from "../../../../src/grpc/frame.ts";
import { plainText } from "../../../../src/render/span.ts";

const HEAD = {
	direction: "sent",
	streamId: 1,
	bytes: 0,
	flags: 0,
	atMs: 5,
} as const;

function traced(frames: readonly Frame[]): readonly string[] {
	const linesOf = startTrace();
	return frames.flatMap(linesOf).map(plainText);
}

/** A literal field without indexing (RFC 7541 section 6.2.2). */
function field(name: string, value: string): Buffer {
	const text = (of: string) =>
		Buffer.concat([Buffer.from([of.length]), Buffer.from(of)]);
	return Buffer.concat([Buffer.from([0]), text(name), text(value)]);
}

test("a line a frame, times from the first one", () => {
	expect(
		traced([
			{
				...HEAD,
				streamId: 0,
				type: "SETTINGS",
				ack: false,
				settings: [
					[4, 65535],
					[31, 1],
				],
			},
			{ ...HEAD, atMs: 7.25, type: "DATA", bytes: 12, endStream: true },
			{
				...HEAD,
				direction: "received",
				streamId: 0,
				type: "GOAWAY",
				errorCode: 0,
				lastStreamId: 1,
				debug: "bye\x1b[2J",
			},
		]),
	).toEqual([
		"     0.0ms → SETTINGS INITIAL_WINDOW_SIZE=65535 0x1f=1",
		"     2.3ms → DATA stream 1 12 bytes END_STREAM",
		'     0.0ms ← GOAWAY NO_ERROR last stream 1 "bye\\u001b[2J"',
	]);
});

test("fields of a block in two frames stand below the second, without credentials", () => {
	const block = Buffer.concat([
		field("authorization", "Bearer abc"),
		field("trace-bin", "AAEC"),
		field("x-id", "7\x1b"),
	]);
	const headers = { ...HEAD, endStream: false };
	const lines = traced([
		{
			...headers,
			type: "HEADERS",
			endHeaders: false,
			block: block.subarray(0, 9),
		},
		{
			...headers,
			type: "CONTINUATION",
			endHeaders: true,
			block: block.subarray(9),
		},
	]);
	expect(lines).toEqual([
		"     0.0ms → HEADERS stream 1",
		"     0.0ms → CONTINUATION stream 1",
		"             authorization: <redacted, 10 characters>",
		"             trace-bin: <redacted, 4 characters>",
		"             x-id: 7\\x1b",
	]);
});

test("a block that cannot be read says so", () => {
	const frame: Frame = {
		...HEAD,
		type: "HEADERS",
		endStream: false,
		endHeaders: true,
		block: Buffer.from([0xbe]),
	};
	expect(traced([frame])[1]).toContain("(unreadable: no entry has index 62)");
});
