// How a call ends, told by the frames of a server that no library would send so.
import { describe, expect, it } from "vitest";
import type { RpcStatus } from "../../../src/grpc/channel.ts";
import { createFrameReader } from "../../../src/grpc/frame-reader.ts";
import { isRefused } from "../../../src/grpc/status.ts";
import { frame } from "./frames.ts";
import { channelTo, tcpServer } from "./servers.ts";

const END_STREAM = 1;
const END_HEADERS = 4;
const [DATA, HEADERS, RST_STREAM, SETTINGS, GOAWAY] = [0, 1, 3, 4, 7];
const [INTERNAL_ERROR, REFUSED_STREAM, CANCEL, ENHANCE_YOUR_CALM] = [
	2, 7, 8, 11,
];
const HTTP_1_1_REQUIRED = 13;

/** A literal header field without indexing (RFC 7541 section 6.2.2). */
const field = (name: string, value: string) =>
	Buffer.concat([
		Buffer.from([0, name.length]),
		Buffer.from(name),
		Buffer.from([value.length]),
		Buffer.from(value),
	]);

const numbers = (...values: readonly number[]) => {
	const bytes = Buffer.alloc(4 * values.length);
	for (const [at, value] of values.entries())
		bytes.writeUInt32BE(value, 4 * at);
	return bytes;
};

const message = (text: string) =>
	Buffer.concat([Buffer.from([0]), numbers(text.length), Buffer.from(text)]);

const RESPONSE = frame(
	HEADERS,
	END_HEADERS,
	1,
	// The first octet is `:status: 200` of the static table.
	Buffer.concat([
		Buffer.from([0x88]),
		field("content-type", "application/grpc"),
	]),
);
const data = (bytes: Buffer, flags = 0) => frame(DATA, flags, 1, bytes);
const trailers = (status: string) =>
	frame(HEADERS, END_HEADERS | END_STREAM, 1, field("grpc-status", status));
const reset = (code: number) => frame(RST_STREAM, 0, 1, numbers(code));
const goaway = (last: number, code: number) =>
	frame(GOAWAY, 0, 0, numbers(last, code));

/** Calls a server that answers with these frames in one piece; requests may still be sent. */
async function answered(...frames: readonly Buffer[]) {
	const port = await tcpServer((socket) => {
		socket.write(frame(SETTINGS, 0, 0, Buffer.alloc(0)));
		const onFrame = ({ type }: { readonly type: string }) => {
			if (type === "HEADERS") socket.write(Buffer.concat(frames));
		};
		socket.on("data", createFrameReader({ direction: "sent", onFrame }));
	});
	const channel = await channelTo(port);
	const call = channel.call("/a.B/C", { deadlineMs: 10_000 });
	void call.send(Buffer.from("x"));
	const texts: string[] = [];
	for await (const body of call.responses)
		texts.push(Buffer.from(body).toString());
	return { texts, status: await call.status };
}

const HI = data(message("hi"));

describe("a call whose server does not wait for all requests", () => {
	const many = Array.from({ length: 50 }, (_, at) => data(message(`m${at}`)));
	it.each<[string, readonly Buffer[], number, Partial<RpcStatus>]>([
		[
			"resets the stream",
			[HI, trailers("0"), reset(CANCEL)],
			1,
			{ name: "OK" },
		],
		[
			"resets it with an error",
			[HI, trailers("0"), reset(INTERNAL_ERROR)],
			1,
			{ name: "OK" },
		],
		[
			"refuses it",
			[trailers("7"), reset(CANCEL)],
			0,
			{ name: "PERMISSION_DENIED", source: "server" },
		],
		[
			"sends much before",
			[...many, trailers("8"), reset(CANCEL)],
			50,
			{ name: "RESOURCE_EXHAUSTED", source: "server" },
		],
		[
			"ends the connection",
			[HI, trailers("0"), goaway(1, ENHANCE_YOUR_CALM)],
			1,
			{ name: "OK" },
		],
	])(
		"has the status of its trailers where it then %s",
		async (...[, frames, count, expected]) => {
			const { texts, status } = await answered(RESPONSE, ...frames);
			expect(status).toMatchObject(expected);
			expect(texts).toHaveLength(count);
		},
	);
});

it("a call that a server has not looked at is one that any client makes again", async () => {
	for (const refusal of [reset(REFUSED_STREAM), goaway(0, 0)]) {
		const { status } = await answered(refusal);
		expect(status.name).toBe("UNAVAILABLE");
		expect(isRefused(status)).toBe(true);
	}
});

describe("a call whose server", () => {
	it.each<[string, readonly Buffer[], Partial<RpcStatus>]>([
		[
			"sends no trailers",
			[data(message("hi"), END_STREAM)],
			{
				name: "INTERNAL",
				message: "server closed the stream without sending trailers",
			},
		],
		[
			"resets it",
			[HI, reset(CANCEL)],
			{
				name: "CANCELLED",
				message: "the server reset the stream with CANCEL",
				source: "channel",
			},
		],
		[
			"resets it, as what takes HTTP/1 alone does",
			[HI, reset(HTTP_1_1_REQUIRED)],
			{
				name: "INTERNAL",
				message: "Received RST_STREAM with code 13 (HTTP_1_1_REQUIRED)",
			},
		],
		[
			"has no status in its trailers",
			[
				HI,
				frame(HEADERS, END_HEADERS | END_STREAM, 1, field("grpc-message", "x")),
			],
			{
				name: "UNKNOWN",
				message: "the server ended the call without a grpc-status",
				source: "channel",
			},
		],
		[
			"says OK in a message's head",
			[HI, data(Buffer.from([0, 0, 0])), trailers("0")],
			{ name: "INTERNAL", source: "channel" },
		],
		[
			"says OK in a message",
			[HI, data(message("longer").subarray(0, 8)), trailers("0")],
			{ name: "INTERNAL", source: "channel" },
		],
		[
			"gives up in a message",
			[HI, data(message("longer").subarray(0, 8)), trailers("14")],
			{ name: "UNAVAILABLE", source: "server" },
		],
	])("%s ends, with what came before", async (_, frames, expected) => {
		const { texts, status } = await answered(RESPONSE, ...frames);
		expect(status).toMatchObject(expected);
		expect(texts).toEqual(["hi"]);
	});
});
