import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Frame, FrameDirection } from "../../../src/grpc/frame.ts";
import { createFrameReader, PREFACE } from "../../../src/grpc/frame-reader.ts";
import { frame, SETTINGS } from "./frames.ts";

/** A recorded session between this client and a server, chunk by chunk, in base64. */
type Session = Readonly<Record<FrameDirection, readonly string[]>>;

function session(name: string): Session {
	const file = new URL(`./testdata/${name}.json`, import.meta.url);
	return JSON.parse(readFileSync(file, "utf8"));
}

const chunksOf = (name: string, direction: FrameDirection) =>
	session(name)[direction].map((chunk) => Buffer.from(chunk, "base64"));

function read(
	direction: FrameDirection,
	chunks: readonly Uint8Array[],
	headerBlocks: "keep" | "drop" = "drop",
): Frame[] {
	const frames: Frame[] = [];
	const reader = createFrameReader({
		direction,
		headerBlocks,
		onFrame: (frame) => frames.push(frame),
		now: () => 0,
	});
	for (const chunk of chunks) reader(chunk);
	return frames;
}

/** Returns one line for a frame, to compare with RFC 9113. */
function line(frame: Frame): string {
	const {
		direction: _,
		streamId,
		bytes,
		flags,
		atMs: __,
		type,
		...rest
	} = frame;
	const body = Object.entries(rest)
		.filter(([, value]) => value !== undefined && value !== false)
		.map(([key, value]) => `${key}=${JSON.stringify(value)}`);
	return [
		`${type} stream=${streamId} bytes=${bytes} flags=${flags}`,
		...body,
	].join(" ");
}

/** Cuts bytes at these places, which may come in any order. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
	const at = [
		...new Set(places.map((place) => place % (bytes.length + 1))),
	].sort((a, b) => a - b);
	return [0, ...at].map((start, index) =>
		bytes.subarray(start, at[index] ?? bytes.length),
	);
}

const bytes = (...values: number[]) => Buffer.from(values);

describe.each(["grpc-js", "grpc-go"])("a recorded session with %s", (name) => {
	it.each(["sent", "received"] as const)("%s frames", async (direction) => {
		const lines = read(direction, chunksOf(name, direction)).map(line);
		await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(
			`./testdata/${name}.${direction}.txt`,
		);
	});

	it.each(["sent", "received"] as const)(
		"%s in any pieces gives the same frames",
		(direction) => {
			const whole = Buffer.concat(chunksOf(name, direction));
			const expected = read(direction, [whole], "keep");
			fc.assert(
				fc.property(
					fc.array(fc.nat(whole.length), { maxLength: 60 }),
					(places) => {
						expect(read(direction, cut(whole, places), "keep")).toEqual(
							expected,
						);
					},
				),
				{ numRuns: 100 },
			);
			const byteByByte = Array.from(whole, (byte) => Uint8Array.of(byte));
			expect(read(direction, byteByByte, "keep")).toEqual(expected);
		},
	);
});

describe("what a frame carries", () => {
	const decoded: readonly [string, Buffer, object][] = [
		[
			"DATA",
			frame(0, 1, 1, Buffer.alloc(3)),
			{ type: "DATA", endStream: true, bytes: 3 },
		],
		[
			"HEADERS, padded, with priority",
			frame(1, 0x2d, 1, bytes(2, 0, 0, 0, 0, 1, 0x88, 0x89, 0x8a, 0, 0)),
			{
				type: "HEADERS",
				endStream: true,
				endHeaders: true,
				block: bytes(0x88, 0x89, 0x8a),
			},
		],
		[
			"HEADERS that a CONTINUATION follows, padded, without priority",
			frame(1, 0x8, 1, bytes(1, 0, 0, 0, 0, 1, 0x88, 0)),
			{
				type: "HEADERS",
				endStream: false,
				endHeaders: false,
				block: bytes(0, 0, 0, 0, 1, 0x88),
			},
		],
		[
			"HEADERS with more padding than payload",
			frame(1, 0x8, 1, bytes(200, 1)),
			{ type: "HEADERS", block: bytes() },
		],
		[
			"PUSH_PROMISE",
			frame(5, 4, 1, bytes(0, 0, 0, 2, 0x88)),
			{ type: "PUSH_PROMISE", endHeaders: true, block: bytes(0x88) },
		],
		[
			"CONTINUATION, for which the other flags of HEADERS have no meaning",
			frame(9, 0x2d, 1, bytes(1, 0x88)),
			{
				type: "CONTINUATION",
				endHeaders: true,
				endStream: false,
				block: bytes(1, 0x88),
			},
		],
		[
			"RST_STREAM",
			frame(3, 0, 5, bytes(0, 0, 0, 8)),
			{ type: "RST_STREAM", streamId: 5, errorCode: 8 },
		],
		[
			"SETTINGS",
			frame(4, 0, 0, bytes(0, 3, 0, 0, 0, 100)),
			{ type: "SETTINGS", ack: false, settings: [[3, 100]] },
		],
		[
			"PING",
			frame(6, 1, 0, bytes(0, 1, 2, 3, 4, 5, 6, 255)),
			{ type: "PING", ack: true, opaque: "00010203040506ff" },
		],
		[
			"PING that asks for an answer",
			frame(6, 0, 0, Buffer.alloc(8)),
			{ type: "PING", ack: false },
		],
		[
			"GOAWAY",
			frame(
				7,
				0,
				0,
				Buffer.concat([
					bytes(0x7f, 255, 255, 255, 0, 0, 0, 0),
					Buffer.from("graceful_stop"),
				]),
			),
			{
				type: "GOAWAY",
				lastStreamId: 2 ** 31 - 1,
				errorCode: 0,
				debug: "graceful_stop",
			},
		],
		[
			"WINDOW_UPDATE",
			frame(8, 0, 0, bytes(0x80, 0, 0, 9)),
			{ type: "WINDOW_UPDATE", increment: 9 },
		],
		["PRIORITY", frame(2, 0, 3, Buffer.alloc(5)), { type: "PRIORITY" }],
		[
			"an extension's frame",
			frame(0xc, 0, 0, Buffer.alloc(50)),
			{ type: "UNKNOWN", frameType: 0xc },
		],
	];
	it.each(decoded)("%s", (_name, one, expected) => {
		const frames = read("received", [SETTINGS, one, SETTINGS], "keep");
		expect(frames).toHaveLength(3);
		expect(frames[1]).toMatchObject(expected);
	});

	it("is bounded for GOAWAY's debug data", () => {
		const goaway = frame(7, 0, 0, Buffer.alloc(10_000, "x"));
		const [, seen] = read("received", [SETTINGS, goaway]);
		expect(seen?.type === "GOAWAY" && seen.debug.length).toBe(1024);
	});

	it("has no header block unless it is to be kept", () => {
		const [, seen] = read("received", [SETTINGS, frame(1, 4, 1, bytes(0x88))]);
		expect(seen).toMatchObject({ type: "HEADERS", block: undefined });
	});
});

describe("malformed input", () => {
	const malformed: readonly [string, Buffer, number][] = [
		["HTTP/1", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"), 0x50],
		["a first frame that is not SETTINGS", frame(6, 0, 0, Buffer.alloc(8)), 6],
		[
			"a frame too large",
			Buffer.concat([SETTINGS, bytes(0, 64, 1, 0, 0, 0, 0, 0, 1)]),
			0,
		],
		["DATA on stream 0", Buffer.concat([SETTINGS, frame(0, 0, 0)]), 0],
		[
			"a PING of 7 bytes",
			Buffer.concat([SETTINGS, frame(6, 0, 0, Buffer.alloc(7))]),
			6,
		],
		[
			"a PING of 16 bytes",
			Buffer.concat([SETTINGS, frame(6, 0, 0, Buffer.alloc(16))]),
			6,
		],
		[
			"PRIORITY of 4 bytes",
			Buffer.concat([SETTINGS, frame(2, 0, 1, Buffer.alloc(4))]),
			2,
		],
		[
			"RST_STREAM of 3 bytes",
			Buffer.concat([SETTINGS, frame(3, 0, 1, Buffer.alloc(3))]),
			3,
		],
		[
			"RST_STREAM on stream 0",
			Buffer.concat([SETTINGS, frame(3, 0, 0, Buffer.alloc(4))]),
			3,
		],
		[
			"PUSH_PROMISE without its stream",
			Buffer.concat([SETTINGS, frame(5, 0, 1, Buffer.alloc(3))]),
			5,
		],
		["SETTINGS of 5 bytes", frame(4, 0, 0, Buffer.alloc(5)), 4],
		["SETTINGS that acknowledge something", frame(4, 1, 0, Buffer.alloc(6)), 4],
		[
			"GOAWAY without its fields",
			Buffer.concat([SETTINGS, frame(7, 0, 0, Buffer.alloc(4))]),
			7,
		],
		[
			"WINDOW_UPDATE of 3 bytes",
			Buffer.concat([SETTINGS, frame(8, 0, 0, Buffer.alloc(3))]),
			8,
		],
	];
	it.each(malformed)(
		"%s ends the reading with one UNKNOWN frame",
		(_name, input, frameType) => {
			const frames = read("received", [input, SETTINGS, SETTINGS]);
			const unknown = frames.filter(({ type }) => type === "UNKNOWN");
			expect(unknown).toHaveLength(1);
			expect(frames.at(-1)).toMatchObject({ type: "UNKNOWN", frameType });
		},
	);

	it("of any length for its type never throws", () => {
		const anyFrame = fc
			.tuple(
				fc.nat(12),
				fc.nat(255),
				fc.constantFrom(0, 1),
				fc.uint8Array({ maxLength: 12 }),
			)
			.map(([type, flags, streamId, payload]) =>
				frame(type, flags, streamId, payload),
			);
		fc.assert(
			fc.property(fc.array(anyFrame), fc.array(fc.nat(400)), (some, places) => {
				const input = Buffer.concat([SETTINGS, ...some]);
				const frames = read("received", cut(input, places), "keep");
				expect(frames.length).toBeLessThanOrEqual(some.length + 1);
			}),
		);
	});

	it("of any kind never throws and never says more than the bytes can hold", () => {
		fc.assert(
			fc.property(
				fc.uint8Array({ maxLength: 400 }),
				fc.array(fc.nat(400)),
				(garbage, places) => {
					const input = Buffer.concat([
						Buffer.from(PREFACE),
						SETTINGS,
						garbage,
					]);
					const frames = read("sent", cut(input, places), "keep");
					expect(frames.length).toBeLessThanOrEqual(input.length / 9 + 1);
				},
			),
		);
	});
});
