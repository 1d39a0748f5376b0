// How servers close connections, by the frames that grpc-java 1.85 (netty), gRPC's core 1.51 (C++) and Vert.x 4.5 (Quarkus)
// sent when observed.
import { expect, it } from "vitest";
import { createFrameReader } from "../../../src/grpc/frame-reader.ts";
import { tcpServer } from "../tcp-server.ts";
import {
	data,
	field,
	frame,
	goaway,
	message,
	numbers,
	RESPONSE,
	SETTINGS,
} from "./frames.ts";
import { channelTo } from "./servers.ts";

const END_STREAM = 1;
const END_HEADERS = 4;
const [HEADERS, RST_STREAM, PING] = [1, 3, 6];
const [NO_ERROR, CANCEL, ENHANCE_YOUR_CALM] = [0, 8, 11];
/** The last stream id of a GOAWAY that only announces another GOAWAY (RFC 9113 section 6.8). */
const ANY = 2 ** 31 - 1;

const HI = data(message("hi"));
const ping = frame(PING, 0, 0, Buffer.alloc(8, 7));
const trailers = (...fields: readonly Buffer[]) =>
	frame(HEADERS, END_HEADERS | END_STREAM, 1, Buffer.concat(fields));
const OK = trailers(field("grpc-status", "0"));
const reset = frame(RST_STREAM, 0, 1, numbers(CANCEL));

/**
 * What a server sends when it has the head of a request, and then when it has the answer to its PING. "close" ends the
 * connection.
 */
type Leave = {
	readonly onRequest: readonly (Buffer | "close")[];
	readonly onPingAnswer?: readonly (Buffer | "close")[];
};

function leavingAs({ onRequest, onPingAnswer = [] }: Leave): Promise<number> {
	return tcpServer((socket) => {
		const send = (pieces: readonly (Buffer | "close")[]) => {
			for (const piece of pieces)
				if (piece === "close") socket.end();
				else socket.write(piece);
		};
		send([SETTINGS]);
		socket.on(
			"data",
			createFrameReader({
				direction: "sent",
				onFrame(sent) {
					if (sent.type === "HEADERS") send(onRequest);
					if (sent.type === "PING" && sent.ack) send(onPingAnswer);
				},
			}),
		);
	});
}

/** Calls such a server, and calls it again when it has announced its end. */
async function callAsItLeaves(leave: Leave) {
	const channel = await channelTo(await leavingAs(leave));
	const call = channel.call("/a.B/C", { deadlineMs: 10_000 });
	void call.send(Buffer.from("x"));
	call.closeSend();
	await channel.goingAway;
	const late = channel.call("/a.B/C", { deadlineMs: 10_000 });
	const texts: string[] = [];
	for await (const body of call.responses)
		texts.push(Buffer.from(body).toString());
	const status = await call.status;
	await late.status;
	return {
		texts,
		status,
		isUnprocessed: call.isUnprocessed(),
		late: late.isUnprocessed(),
	};
}

const announced = (debug: string) => [goaway(ANY, NO_ERROR, debug), ping];

it.each<[string, Leave, object]>([
	[
		"grpc-java's shutdown, which waits for the call",
		{
			onRequest: [RESPONSE, HI, ...announced("app_requested")],
			onPingAnswer: [goaway(1, NO_ERROR, "app_requested"), HI, OK],
		},
		{ texts: ["hi", "hi"], status: { name: "OK" } },
	],
	[
		"grpc-java's shutdownNow, and Spring's end of its grace",
		{
			onRequest: [RESPONSE, HI, goaway(1, NO_ERROR), reset, "close"],
		},
		{
			texts: ["hi"],
			status: {
				name: "CANCELLED",
				message: "the server reset the stream with CANCEL, after its GOAWAY",
				source: "channel",
			},
		},
	],
	[
		"a stop of Quarkus, whose process ends",
		{
			onRequest: [RESPONSE, HI, ...announced("app_requested")],
			onPingAnswer: [goaway(1, NO_ERROR, "app_requested"), "close"],
		},
		{
			texts: ["hi"],
			status: {
				name: "UNAVAILABLE",
				message:
					'the server ended the connection: GOAWAY NO_ERROR, last stream 1, "app_requested"',
			},
		},
	],
	[
		"grpc-java's maxConnectionAge, whose grace is over",
		{
			onRequest: [RESPONSE, HI, ...announced("max_age")],
			onPingAnswer: [goaway(1, NO_ERROR, "max_age"), HI, "close"],
		},
		{
			texts: ["hi", "hi"],
			status: {
				name: "UNAVAILABLE",
				message:
					'the server ended the connection: GOAWAY NO_ERROR, last stream 1, "max_age"',
			},
		},
	],
	[
		"grpc-java's permitKeepAliveTime",
		{
			onRequest: [
				RESPONSE,
				HI,
				goaway(1, ENHANCE_YOUR_CALM, "too_many_pings"),
				"close",
			],
		},
		{
			texts: ["hi"],
			status: {
				name: "UNAVAILABLE",
				message:
					'the server ended the connection: GOAWAY ENHANCE_YOUR_CALM, last stream 1, "too_many_pings"',
			},
		},
	],
	[
		"gRPC's core at the end of its grace",
		{
			onRequest: [RESPONSE, HI, ...announced("")],
			onPingAnswer: [
				goaway(1, NO_ERROR),
				trailers(
					field("grpc-status", "14"),
					field("grpc-message", "Cancelling all calls"),
				),
				frame(RST_STREAM, 0, 1, numbers(NO_ERROR)),
			],
		},
		{
			texts: ["hi"],
			status: {
				name: "UNAVAILABLE",
				message: "Cancelling all calls",
				source: "server",
			},
		},
	],
])(
	"%s: the call ends so, with what came before, and a later one is for another connection",
	async (_of, leave, expected) => {
		const { late, isUnprocessed, ...told } = await callAsItLeaves(leave);
		expect(told).toMatchObject(expected);
		expect({ late, isUnprocessed }).toEqual({
			late: true,
			isUnprocessed: false,
		});
	},
);
