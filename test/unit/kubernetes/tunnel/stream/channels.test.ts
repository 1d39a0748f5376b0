import fc from "fast-check";
import { expect, test } from "vitest";
import {
	type ChannelEvent,
	createChannelReader,
	dataMessage,
} from "../../../../../src/kubernetes/tunnel/stream/channels.ts";

const PORT = 50051;
const HEADER = Buffer.from([PORT & 0xff, PORT >> 8]);

test("the kubelet's messages: ports, data, error text", () => {
	const read = createChannelReader(PORT);
	expect(read(message(0, HEADER))).toEqual([]);
	expect(read(message(1, HEADER))).toEqual([{ kind: "confirmed" }]);
	expect(read(message(0, Buffer.from("abc")))).toEqual([
		{ kind: "data", bytes: Buffer.from("abc") },
	]);
	expect(read(message(1, Buffer.from("oh")))).toEqual([
		{ kind: "error-text", bytes: Buffer.from("oh") },
	]);
});

test.each([
	[
		"another port",
		message(0, Buffer.from([80, 0])),
		"port 80 instead of 50051",
	],
	["a channel of a second port", message(2, HEADER), "channel 2"],
	["the reserved channel", message(255, HEADER), "channel 255"],
])("%s is a violation", (_, frame, reason) => {
	expect(createChannelReader(PORT)(frame)).toEqual([
		{ kind: "violation", reason },
	]);
});

test("an empty message means nothing", () => {
	expect(createChannelReader(PORT)(Buffer.alloc(0))).toEqual([]);
});

test("any split and merge of the messages of a channel gives the same bytes", () => {
	fc.assert(
		fc.property(
			fc.uint8Array(),
			fc.uint8Array(),
			fc.array(fc.tuple(fc.boolean(), fc.nat(5)), { maxLength: 60 }),
			(data, text, cuts) => {
				const events = readAll(data, text, cuts);
				expect(joined(events, "data")).toEqual(Buffer.from(data));
				expect(joined(events, "error-text")).toEqual(Buffer.from(text));
				expect(events.filter(({ kind }) => kind === "confirmed")).toHaveLength(
					1,
				);
			},
		),
	);
});

test("what is sent is read back by the other end", () => {
	fc.assert(
		fc.property(fc.uint8Array(), (bytes) => {
			expect(dataMessage(bytes)).toEqual(message(0, Buffer.from(bytes)));
		}),
	);
});

/** Sends both channels in pieces, in turns as `cuts` says. The rest of each goes in one piece. */
function readAll(
	data: Uint8Array,
	text: Uint8Array,
	cuts: readonly (readonly [boolean, number])[],
): readonly ChannelEvent[] {
	const read = createChannelReader(PORT);
	const left = [
		Buffer.concat([HEADER, data]),
		Buffer.concat([HEADER, text]),
	] as const;
	let [onData, onError] = left;
	const events: ChannelEvent[] = [];
	for (const [isError, size] of cuts) {
		if (isError) {
			events.push(...read(message(1, onError.subarray(0, size))));
			onError = onError.subarray(size);
		} else {
			events.push(...read(message(0, onData.subarray(0, size))));
			onData = onData.subarray(size);
		}
	}
	return [...events, ...read(message(0, onData)), ...read(message(1, onError))];
}

function joined(
	events: readonly ChannelEvent[],
	kind: "data" | "error-text",
): Buffer {
	return Buffer.concat(
		events.flatMap((event) =>
			event.kind === kind && "bytes" in event ? [event.bytes] : [],
		),
	);
}

function message(channel: number, bytes: Uint8Array): Buffer {
	return Buffer.concat([Uint8Array.of(channel), bytes]);
}
