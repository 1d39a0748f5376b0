// How a call ends when a server sends frames that no gRPC library would send.
import { describe, expect, it } from "vitest";
import type { RpcStatus } from "../../../src/grpc/channel.ts";
import {
	data,
	field,
	frame,
	goaway,
	message,
	numbers,
	RESPONSE,
	responseOf,
} from "./frames.ts";
import { answeringServer, channelTo, leavingServer } from "./servers.ts";

const END_STREAM = 1;
const END_HEADERS = 4;
const [HEADERS, RST_STREAM, GOAWAY] = [1, 3, 7];
const [INTERNAL_ERROR, REFUSED_STREAM, CANCEL, ENHANCE_YOUR_CALM] = [
	2, 7, 8, 11,
];
const HTTP_1_1_REQUIRED = 13;

const trailers = (status: string) =>
	frame(HEADERS, END_HEADERS | END_STREAM, 1, field("grpc-status", status));
const reset = (code: number) => frame(RST_STREAM, 0, 1, numbers(code));
/** Calls a server that answers with these frames in one piece. The client's side of the call stays open. */
const answered = (...frames: readonly Buffer[]) =>
	answeredTo(Buffer.from("x"), frames);

async function answeredTo(request: Buffer, frames: readonly Buffer[]) {
	const port = await answeringServer(...frames);
	const channel = await channelTo(port);
	const call = channel.call("/a.B/C", { deadlineMs: 10_000 });
	void call.send(request);
	const texts: string[] = [];
	for await (const body of call.responses)
		texts.push(Buffer.from(body).toString());
	return {
		texts,
		status: await call.status,
		isUnprocessed: call.isUnprocessed(),
	};
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

it("a call behind the last one of a GOAWAY ends with that", async () => {
	const { status } = await answered(goaway(0, 0));
	expect(status).toMatchObject({
		name: "UNAVAILABLE",
		message: "the server ended the connection: GOAWAY NO_ERROR, last stream 0",
	});
});

it("a call that comes after a GOAWAY ends with that", async () => {
	const channel = await channelTo(await leavingServer(() => {}));
	await channel.unary("/a.B/C", Buffer.from("x"));
	const call = channel.call("/a.B/C");
	void call.send(Buffer.from("x"));
	expect(await call.status).toMatchObject({
		name: "UNAVAILABLE",
		message: "the server ended the connection: GOAWAY NO_ERROR, last stream 0",
	});
	expect(call.isUnprocessed()).toBe(true);
});

it.each<[string, readonly Buffer[], boolean]>([
	["refuses it", [reset(REFUSED_STREAM)], true],
	["leaves it behind as it goes", [goaway(0, 0)], true],
	["leaves it behind in anger", [goaway(0, ENHANCE_YOUR_CALM)], true],
	["goes after it", [goaway(1, ENHANCE_YOUR_CALM)], false],
	["resets it", [reset(CANCEL)], false],
	[
		"answers it and refuses it then",
		[RESPONSE, trailers("14"), reset(REFUSED_STREAM)],
		false,
	],
])(
	"a call whose server %s tells whether that has looked at it",
	async (_, frames, expected) => {
		const { status, isUnprocessed } = await answered(...frames);
		expect(status.code).not.toBe(0);
		expect(isUnprocessed).toBe(expected);
	},
);

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
			[HI, frame(HEADERS, END_HEADERS | END_STREAM, 1, field("x-a", "x"))],
			{
				name: "UNKNOWN",
				message: "the server ended the call without a grpc-status",
				source: "channel",
			},
		],
		[
			"has a message alone in its trailers",
			[
				HI,
				frame(
					HEADERS,
					END_HEADERS | END_STREAM,
					1,
					field("grpc-message", "out%20of memory"),
				),
			],
			{
				name: "UNKNOWN",
				message:
					'the server ended the call without a grpc-status, "out of memory"',
				quoted: "out of memory",
				source: "channel",
			},
		],
		[
			"says why it goes",
			[
				HI,
				frame(
					GOAWAY,
					0,
					0,
					Buffer.concat([numbers(1, ENHANCE_YOUR_CALM), Buffer.from("ada")]),
				),
			],
			{
				name: "UNAVAILABLE",
				message:
					'the server ended the connection: GOAWAY ENHANCE_YOUR_CALM, last stream 1, "ada"',
				quoted: "ada",
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

it.each<[string, number, Partial<RpcStatus>]>([
	[
		"INTERNAL_ERROR, as OkHttp's",
		INTERNAL_ERROR,
		{
			name: "INTERNAL",
			message: "Received RST_STREAM with code 2 (Internal server error)",
		},
	],
	[
		"CANCEL",
		CANCEL,
		{
			name: "CANCELLED",
			message: "the server reset the stream with CANCEL",
		},
	],
	["REFUSED_STREAM", REFUSED_STREAM, { message: "Stream refused by server" }],
	["ENHANCE_YOUR_CALM", ENHANCE_YOUR_CALM, { name: "RESOURCE_EXHAUSTED" }],
])(
	"a call whose server resets it with %s, in the middle of a long request, ends with that",
	async (_, code, expected) => {
		const beyondTheWindow = Buffer.alloc(100_000);
		const { status } = await answeredTo(beyondTheWindow, [reset(code)]);
		expect(status).toMatchObject({ ...expected, source: "channel" });
	},
);

it("a page that httpd puts behind messages, as it loses the server, is no message that is too long", async () => {
	const page = Buffer.from(
		'<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">',
	);
	const { texts, status } = await answered(
		RESPONSE,
		HI,
		data(page, END_STREAM),
	);
	expect(texts).toEqual(["hi"]);
	expect(status).toMatchObject({
		name: "INTERNAL",
		message: `what came is no gRPC message, "${page}"`,
		quoted: page.toString(),
		source: "channel",
	});
});

it("bytes that are no message and no text are not quoted", async () => {
	const { status } = await answered(RESPONSE, data(Buffer.from([2, 0, 1])));
	expect(status).toMatchObject({
		name: "INTERNAL",
		message: "what came is no gRPC message",
	});
});

/** A status as Tomcat sends it: in the headers, with an empty DATA frame that ends the stream. */
const headersSay = (...fields: readonly Buffer[]) => [
	responseOf(...fields),
	data(Buffer.alloc(0), END_STREAM),
];

describe("a call without trailers tells of the status in its headers", () => {
	it.each<[string, readonly Buffer[], Partial<RpcStatus>]>([
		[
			"with its words",
			headersSay(field("grpc-status", "12"), field("grpc-message", "no%20M")),
			{
				message:
					'server closed the stream without sending trailers; its headers say UNIMPLEMENTED, "no M"',
				quoted: "no M",
			},
		],
		[
			"that is OK",
			headersSay(field("grpc-status", "0")),
			{
				message:
					"server closed the stream without sending trailers; its headers say OK",
			},
		],
		[
			"that there is not",
			headersSay(field("content-type", "application/grpc")),
			{ message: "server closed the stream without sending trailers" },
		],
	])("%s", async (_, frames, expected) => {
		const half = await answered(...frames);
		const whole = await (
			await channelTo(await answeringServer(...frames))
		).unary("/a.B/C", Buffer.from("x"));
		for (const status of [half.status, whole.status])
			expect(status).toMatchObject({
				...expected,
				name: "INTERNAL",
				source: "channel",
			});
	});
});
