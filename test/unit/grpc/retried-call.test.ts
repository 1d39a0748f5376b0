import { constants, createServer, type ServerHttp2Stream } from "node:http2";
import { describe, expect, test } from "vitest";
import { PluginError } from "../../../src/errors.ts";
import { timeLeftMs } from "../../../src/grpc/call-deadline.ts";
import type { CallOptions, Channel } from "../../../src/grpc/channel.ts";
import { startRetriedCall } from "../../../src/grpc/retried-call.ts";
import { listen } from "../tcp-server.ts";
import { channelTo, http2Server, leavingServer } from "./servers.ts";

const PATH = "/a.B/C";

/** What a server does with a call. */
type Answer = (stream: ServerHttp2Stream) => void;

const refuse: Answer = (stream) =>
	stream.close(constants.NGHTTP2_REFUSED_STREAM);
const lose: Answer = ({ session }) => session?.destroy();
/** Sends the messages back once they have all come. */
const echo: Answer = (stream) => {
	const parts: Buffer[] = [];
	stream.on("data", (part: Buffer) => parts.push(part));
	stream.on("end", () => {
		stream.respond(
			{ "content-type": "application/grpc" },
			{ waitForTrailers: true },
		);
		stream.on("wantTrailers", () =>
			stream.sendTrailers({ "grpc-status": "0" }),
		);
		stream.end(Buffer.concat(parts));
	});
};
const fail: Answer = (stream) =>
	stream.respond(
		{ "content-type": "application/grpc", "grpc-status": "14" },
		{ endStream: true },
	);

/** Starts a server that allows one call at a time and answers the calls with these answers in turn. */
function narrowServer(...answers: Answer[]): Promise<number> {
	const server = createServer({ settings: { maxConcurrentStreams: 1 } });
	server.on("stream", (stream: ServerHttp2Stream) => {
		stream.on("error", () => {});
		answers.shift()?.(stream);
	});
	return listen(server);
}

/** Starts a call to a server. `take` opens a new connection when the last accepts no more calls. */
async function callOf(port: number) {
	let channel = await channelTo(port);
	const take = async () => {
		if (!channel.takesCalls()) channel = await channelTo(port);
		return channel;
	};
	return startRetriedCall(channel, take, PATH, {});
}

/** Starts a call to a server that answers the calls with these answers in turn. */
async function calling(...answers: readonly Answer[]) {
	let calls = 0;
	const port = await http2Server((stream) => answers[calls++]?.(stream));
	return { call: await callOf(port), calls: () => calls };
}

async function textsOf(responses: AsyncIterable<Uint8Array>) {
	const texts: string[] = [];
	for await (const body of responses) texts.push(Buffer.from(body).toString());
	return texts;
}

test.each([
	[
		"is refused",
		() => {
			const answers = [refuse, echo];
			return http2Server((stream) => answers.shift()?.(stream));
		},
	],
	["stands behind the last one of a GOAWAY", () => leavingServer(echo)],
])("a call that %s is made again, with all that was sent", async (_, serve) => {
	const call = await callOf(await serve());
	await call.send(Buffer.from("one"));
	await call.send(Buffer.from("two"));
	call.closeSend();
	expect(await textsOf(call.responses)).toEqual(["one", "two"]);
	expect((await call.status).name).toBe("OK");
});

test("a call that waits for others to end, as the server takes no more at a time, is made again where the connection is lost", async () => {
	const port = await narrowServer(lose, echo);
	const channel = await channelTo(port);
	const under = channel.call(PATH);
	const take = () => channelTo(port);
	const call = startRetriedCall(channel, take, PATH);
	void call.send(Buffer.from("x"));
	call.closeSend();
	expect((await under.status).name).toBe("UNAVAILABLE");
	expect(await textsOf(call.responses)).toEqual(["x"]);
});

test.each<[string, readonly Answer[]]>([
	["the first", []],
	["the second", [refuse]],
])("%s call is cancelled when its reader leaves", async (_, before) => {
	const endless: Answer = (stream) => {
		stream.respond({ "content-type": "application/grpc" });
		stream.write(Buffer.alloc(5));
	};
	const { call } = await calling(...before, endless);
	await call.send(Buffer.from("x"));
	for await (const _ of call.responses) break;
	expect((await call.status).name).toBe("CANCELLED");
});

test("what is sent after the refusal is sent once", async () => {
	const again = Promise.withResolvers<void>();
	const hear: Answer = (stream) => {
		again.resolve();
		echo(stream);
	};
	const { call } = await calling(refuse, hear);
	await call.send(Buffer.from("one"));
	await again.promise;
	await call.send(Buffer.from("two"));
	call.closeSend();
	expect(await textsOf(call.responses)).toEqual(["one", "two"]);
});

test.each<[string, readonly Answer[], number, object]>([
	[
		"is refused again",
		[refuse, refuse, echo],
		2,
		{ name: "UNAVAILABLE", source: "channel" },
	],
	["is lost", [lose, echo], 1, { name: "UNAVAILABLE", source: "channel" }],
	["fails", [fail, echo], 1, { name: "UNAVAILABLE", source: "server" }],
])("a call that %s is not made again", async (_, answers, times, status) => {
	const { call, calls } = await calling(...answers);
	void call.send(Buffer.from("x"));
	call.closeSend();
	expect(await call.status).toMatchObject(status);
	expect(calls()).toBe(times);
});

test("of a stream's requests no more is kept than a few; of one all", async () => {
	const large = Buffer.alloc(300 * 1024, "x");
	const one = await calling(refuse, echo);
	void one.call.send(large);
	one.call.closeSend();
	expect(await textsOf(one.call.responses)).toEqual([large.toString()]);
	const many = await calling(refuse, echo);
	void many.call.send(large);
	void many.call.send(large);
	expect((await many.call.status).name).toBe("UNAVAILABLE");
	expect(many.calls()).toBe(1);
	const empty = await calling(refuse, echo);
	for (let sent = 0; sent < 60_000; sent++)
		void empty.call.send(new Uint8Array());
	empty.call.closeSend();
	expect((await empty.call.status).name).toBe("UNAVAILABLE");
	expect(empty.calls()).toBe(1);
});

describe("while a new connection is opened", () => {
	async function reopening(
		take: () => Promise<Channel>,
		options: CallOptions = {},
	) {
		const port = await leavingServer(echo);
		const channel = await channelTo(port);
		return startRetriedCall(channel, take, PATH, options);
	}
	const never = () => new Promise<Channel>(() => {});

	test("the deadline goes on", async () => {
		const call = await reopening(never, { deadlineMs: 100 });
		expect(await call.status).toMatchObject({
			name: "DEADLINE_EXCEEDED",
			message: "the call did not end within 100ms",
		});
	});

	test("the call can be cancelled", async () => {
		const taken = Promise.withResolvers<void>();
		const call = await reopening(() => {
			taken.resolve();
			return never();
		});
		await taken.promise;
		call.cancel();
		expect((await call.status).name).toBe("CANCELLED");
	});

	test("the run can be left", async () => {
		const leaving = new AbortController();
		const call = await reopening(
			() => {
				leaving.abort();
				return never();
			},
			{ signal: leaving.signal },
		);
		expect((await call.status).name).toBe("CANCELLED");
	});

	test("all that is sent is kept", async () => {
		const later = await channelTo(await http2Server(echo));
		const opened = Promise.withResolvers<Channel>();
		const taken = Promise.withResolvers<void>();
		const call = await reopening(() => {
			taken.resolve();
			return opened.promise;
		});
		void call.send(Buffer.alloc(200 * 1024, "a"));
		await taken.promise;
		void call.send(Buffer.alloc(200 * 1024, "b"));
		call.closeSend();
		opened.resolve(later);
		const came = await textsOf(call.responses);
		expect(came.map((text) => `${text.length} ${text.at(-1)}`)).toEqual([
			"204800 a",
			"204800 b",
		]);
	});

	test("that may fail", async () => {
		const call = await reopening(() =>
			Promise.reject(new PluginError("pod-gone", "the pod is gone")),
		);
		expect(await call.status).toMatchObject({
			name: "UNAVAILABLE",
			message: "the pod is gone",
		});
	});

	test("that may fail with a server's words, which are told apart from ours", async () => {
		const said = 'it left, "bye"';
		const call = await reopening(() =>
			Promise.reject(
				new PluginError("connection-lost", said, { quoted: "bye" }),
			),
		);
		expect(await call.status).toMatchObject({ message: said, quoted: "bye" });
	});
});

test("the second call has what is left of the deadline", async () => {
	const port = await http2Server(refuse);
	const channel = await channelTo(port);
	const given: CallOptions[] = [];
	const watched = {
		...channel,
		call(path: string, options: CallOptions = {}) {
			given.push(options);
			return channel.call(path, options);
		},
	};
	const options = { deadlineMs: 10_000 };
	const take = async () => watched;
	const call = startRetriedCall(watched, take, PATH, options);
	await call.status;
	expect(given).toHaveLength(2);
	expect(given[1]).toEqual(given[0]);
	expect(given[0]?.beganMs).toBeLessThan(performance.now());
});

test("a deadline counts from the beginning of the call", () => {
	const beganMs = performance.now() - 400;
	expect(timeLeftMs({ deadlineMs: 1000, beganMs })).toBeLessThanOrEqual(600);
	expect(timeLeftMs({ deadlineMs: 300, beganMs })).toBe(0);
});
