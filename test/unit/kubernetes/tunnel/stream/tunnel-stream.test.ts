import { once } from "node:events";
import {
	connect as connectHttp2,
	createServer as createHttp2,
	type ServerHttp2Stream,
} from "node:http2";
import type { Duplex } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { setImmediate as turn } from "node:timers/promises";
import {
	afterEach,
	beforeEach,
	describe,
	expect,
	onTestFinished,
	test,
	vi,
} from "vitest";
import { WebSocket } from "ws";
import { PluginError } from "../../../../../src/errors.ts";
import type { TunnelEnd } from "../../../../../src/kubernetes/tunnel/loss/explain-end.ts";
import { openTunnel } from "../../../../../src/kubernetes/tunnel/open-tunnel.ts";
import { SUBPROTOCOL } from "../../../../../src/kubernetes/tunnel/stream/channels.ts";
import {
	DEFAULT_HEARTBEAT,
	type HeartbeatOptions,
} from "../../../../../src/kubernetes/tunnel/stream/heartbeat.ts";
import { TunnelStream } from "../../../../../src/kubernetes/tunnel/stream/tunnel-stream.ts";
import { listen } from "../../../tcp-server.ts";
import { manyTurns } from "../../../turns.ts";
import {
	type FakeApiServer,
	type FakeOptions,
	type FakeTunnel,
	forwardTo,
	NO_POD,
	RUNNING_POD,
	startApiServer,
} from "../fake-api-server.ts";

const ADDRESS = { namespace: "shop", pod: "pod-a", port: 50051 };
const MIB = 1024 * 1024;

let server: FakeApiServer | undefined;
afterEach(async () => {
	await server?.stop();
	server = undefined;
});

/** Opens a tunnel to a server of its own; `peer` is the kubelet's end. */
async function tunnel(
	options: FakeOptions = {},
	heartbeat?: HeartbeatOptions,
): Promise<{ stream: Duplex; peer: FakeTunnel; api: FakeApiServer }> {
	const arrived = Promise.withResolvers<FakeTunnel>();
	const { forward = (peer: FakeTunnel) => peer.confirm() } = options;
	server = await startApiServer({
		...options,
		forward: (peer) => {
			forward(peer);
			arrived.resolve(peer);
		},
	});
	const stream = await openTunnel(server.cluster, ADDRESS, {
		signal: new AbortController().signal,
		timeoutMs: 5000,
		...(heartbeat === undefined ? {} : { heartbeat }),
	});
	return { stream, peer: await arrived.promise, api: server };
}

/** A stream whose end is explained by the test instead of the API server. */
async function bareTunnel(
	explain: (end: TunnelEnd) => Promise<PluginError | undefined>,
): Promise<{ stream: TunnelStream; peer: FakeTunnel }> {
	const arrived = Promise.withResolvers<FakeTunnel>();
	server = await startApiServer({ forward: arrived.resolve });
	const socket = new WebSocket(`${server.cluster.server}?ports=1`, SUBPROTOCOL);
	await once(socket, "open");
	const stream = new TunnelStream(socket, {
		port: 1,
		heartbeat: DEFAULT_HEARTBEAT,
		explain,
	});
	const peer = await arrived.promise;
	peer.confirm();
	await stream.confirmed;
	return { stream, peer };
}

/** Waits for `close` and gives the error of the stream, if any. */
async function closed(stream: Duplex): Promise<Error | null> {
	if (!stream.closed)
		await new Promise((resolve) => stream.once("close", resolve));
	return stream.errored;
}

describe("an end by the pod", () => {
	test("in good order is the end of the stream, data first", async () => {
		const { stream, peer } = await tunnel();
		peer.data("last words");
		peer.socket.close(1000);
		expect(await text(stream)).toBe("last words");
		expect(await closed(stream)).toBeNull();
	});

	test("what was still being written does not hold it up", async () => {
		const { stream, peer } = await tunnel();
		peer.socket.close(1000);
		stream.resume();
		stream.write(Buffer.alloc(4 * MIB));
		expect(await closed(stream)).toBeNull();
	});

	test("with a reset is connection-lost", async () => {
		const { stream, peer } = await tunnel();
		peer.errorText(
			"error forwarding port 50051: read: connection reset by peer",
		);
		peer.socket.close(1000);
		expect(await closed(stream)).toMatchObject({ code: "connection-lost" });
	});

	test("with a reset that comes with the confirmation, the port was open", async () => {
		const { stream } = await tunnel({
			forward(peer) {
				peer.confirm();
				peer.errorText("read: connection reset by peer");
				peer.socket.close(1000);
			},
		});
		expect(await closed(stream)).toMatchObject({ code: "connection-lost" });
	});

	test("with an unknown text is tunnel-failed and quotes it", async () => {
		const { stream, peer } = await tunnel();
		peer.errorText("out of ");
		peer.errorText("cheese");
		peer.socket.close(1000);
		expect(await closed(stream)).toMatchObject({
			code: "tunnel-failed",
			message: "port-forward to shop/pod-a:50051 failed: out of cheese",
		});
	});

	test("an error text ends it although no close follows", async () => {
		const { stream, peer } = await tunnel();
		peer.errorText("out of cheese");
		expect(await closed(stream)).toMatchObject({
			code: "tunnel-failed",
			message: expect.stringContaining("out of cheese"),
		});
	});

	test("on a node that cannot forward is told with what to install", async () => {
		const { stream, peer } = await tunnel();
		peer.errorText("unable to do port forwarding: socat not found.");
		peer.socket.close(1000);
		expect(await closed(stream)).toMatchObject({
			code: "tunnel-failed",
			message: expect.stringContaining("cannot forward ports"),
			hint: ["install socat and nsenter on the node"],
		});
	});

	test("in good order keeps its data for a reader that comes later", async () => {
		const asked = Promise.withResolvers<void>();
		const { stream, peer } = await bareTunnel(async () => {
			asked.resolve();
			return undefined;
		});
		peer.data("last words");
		peer.socket.close(1000);
		await asked.promise;
		await turn();
		expect(await text(stream)).toBe("last words");
	});

	test.each([
		["an error", new PluginError("pod-gone", "gone")],
		["no error", undefined],
	])(
		"while its reason is being found, end() waits for it: %s",
		async (_, reason) => {
			const asked = Promise.withResolvers<void>();
			const answer = Promise.withResolvers<PluginError | undefined>();
			const { stream, peer } = await bareTunnel(() => {
				asked.resolve();
				return answer.promise;
			});
			peer.socket.close(1000);
			await asked.promise;
			stream.end();
			await turn();
			expect(stream.closed).toBe(false);
			answer.resolve(reason);
			expect(await closed(stream)).toBe(reason ?? null);
		},
	);

	test("an endless error text is bounded", async () => {
		const { stream, peer } = await tunnel();
		for (let i = 0; i < 100; i += 1) peer.errorText("x".repeat(1000));
		peer.socket.close(1000);
		const error = await closed(stream);
		expect(error?.message.length).toBeLessThan(300);
		expect(String(error?.cause).length).toBeLessThan(5000);
	});
});

describe("an end of the pod", () => {
	test.each([
		["deleted", NO_POD, "no longer exists"],
		[
			"terminating",
			{
				status: 200,
				body: JSON.stringify({
					...RUNNING_POD,
					metadata: {
						...RUNNING_POD.metadata,
						deletionTimestamp: "2026-01-01T00:00:00Z",
					},
				}),
			},
			"is being deleted",
		],
	])("%s: closed in good order, yet pod-gone", async (_, answer, reason) => {
		const { stream, peer } = await tunnel({ pod: () => answer });
		stream.resume();
		peer.socket.close(1000);
		expect(await closed(stream)).toMatchObject({
			code: "pod-gone",
			message: `pod shop/pod-a ${reason}`,
		});
	});

	test.each(["read: connection reset by peer", "out of cheese"])(
		"%s: the text of a pod that no longer exists",
		async (said) => {
			const { stream, peer } = await tunnel({ pod: () => NO_POD });
			peer.errorText(said);
			peer.socket.close(1000);
			expect(await closed(stream)).toMatchObject({ code: "pod-gone" });
		},
	);

	test("the runtime's text says it without asking", async () => {
		const { stream, peer, api } = await tunnel();
		peer.errorText('network namespace for sandbox "6b79" is closed');
		peer.socket.close(1000);
		expect(await closed(stream)).toMatchObject({ code: "pod-gone" });
		expect(api.inquiries()).toBe(0);
	});

	// Windows hands over one frame at a time, and a stream that is paused does not read the next one.
	const pausedTest = test.skipIf(process.platform === "win32");
	pausedTest("data that came before the error is read before it", async () => {
		const explained = Promise.withResolvers<void>();
		const { stream, peer } = await bareTunnel(async () => {
			explained.resolve();
			return new PluginError("pod-gone", "gone");
		});
		stream.pause();
		for (let i = 0; i < 3; i += 1) peer.data(Buffer.alloc(30_000, i));
		peer.socket.close(1000);
		await explained.promise;
		await turn();
		expect(stream.readableLength).toBe(90_000);

		let received = 0;
		const readAll = async () => {
			for await (const chunk of stream) received += chunk.length;
		};
		await expect(readAll()).rejects.toMatchObject({ code: "pod-gone" });
		expect(received).toBe(90_000);
	});

	pausedTest(
		"a reader that stopped for good learns of it by end()",
		async () => {
			const { stream, peer } = await bareTunnel(
				async () => new PluginError("pod-gone", "gone"),
			);
			stream.pause();
			peer.data("never read");
			peer.socket.close(1000);
			await once(peer.socket, "close");
			stream.end();
			expect(await closed(stream)).toMatchObject({ code: "pod-gone" });
		},
	);
});

describe("an end of the API server", () => {
	test.each([1001, 1012, 1013])("close code %i", async (code) => {
		const { stream, peer } = await tunnel();
		peer.socket.close(code, "restarting");
		expect(await closed(stream)).toMatchObject({ code: "api-server-closed" });
	});

	test("killed: cut, and nothing listens any more", async () => {
		const { stream, api } = await tunnel();
		await api.kill();
		expect(await closed(stream)).toMatchObject({ code: "api-server-closed" });
	});

	test("cut, and the load balancer has nobody behind it", async () => {
		const { stream, api } = await tunnel({ pod: () => ({ status: 503 }) });
		api.cut();
		expect(await closed(stream)).toMatchObject({ code: "api-server-closed" });
	});
});

const HINT_OF_A_CUT = [
	"run it again",
	expect.stringContaining("proxy or load balancer"),
];

describe("a cut", () => {
	test("pod and API server are well: tunnel-cut", async () => {
		const { stream, api } = await tunnel();
		api.cut();
		expect(await closed(stream)).toMatchObject({
			code: "tunnel-cut",
			cause: expect.objectContaining({
				message: "the WebSocket ended without a close frame",
			}),
			hint: HINT_OF_A_CUT,
		});
	});

	test("a refusal that was lost on the way is asked for again", async () => {
		let tunnels = 0;
		const { stream, api } = await tunnel({
			forward: (peer) => {
				peer.confirm();
				tunnels += 1;
				if (tunnels === 1) return;
				peer.errorText("failed to connect to localhost: connection refused");
				peer.socket.close(1000);
			},
		});
		stream.write("on its way to a port that refuses it");
		api.cut();
		expect(await closed(stream)).toMatchObject({ code: "connection-refused" });
	});

	test("a port that has answered is not asked again", async () => {
		const { stream, peer, api } = await tunnel();
		peer.data("SETTINGS");
		await once(stream, "data");
		api.cut();
		expect(await closed(stream)).toMatchObject({ code: "tunnel-cut" });
		expect(api.upgrades).toHaveLength(1);
	});

	test("nobody may ask for the pod: tunnel-cut", async () => {
		const { stream, api } = await tunnel({ pod: () => ({ status: 403 }) });
		api.cut();
		expect(await closed(stream)).toMatchObject({
			code: "tunnel-cut",
			hint: HINT_OF_A_CUT,
		});
	});

	test("a pod that no longer exists: pod-gone", async () => {
		const { stream, api } = await tunnel({ pod: () => NO_POD });
		api.cut();
		expect(await closed(stream)).toMatchObject({ code: "pod-gone" });
	});

	test("what is no port-forward: tunnel-failed, and nothing after it is read", async () => {
		const { stream, peer } = await tunnel();
		peer.socket.send(Buffer.of(7, 1));
		peer.data("never read");
		const received: unknown[] = [];
		stream.on("data", (chunk) => received.push(chunk));
		expect(await closed(stream)).toMatchObject({
			code: "tunnel-failed",
			message:
				"the tunnel to shop/pod-a:50051 broke the port-forward protocol: channel 7",
		});
		expect(received).toEqual([]);
	});

	test("an unheard-of close code: tunnel-failed", async () => {
		const { stream, peer } = await tunnel();
		peer.socket.close(4000, "go away");
		expect(await closed(stream)).toMatchObject({
			code: "tunnel-failed",
			message: "the tunnel to shop/pod-a:50051 was closed with 4000 go away",
		});
	});
});

describe("pings", () => {
	const heartbeat: HeartbeatOptions = { intervalMs: 20, tolerated: 2 };
	beforeEach(() => {
		vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
		onTestFinished(() => void vi.useRealTimers());
	});
	const beat = () => vi.advanceTimersByTime(heartbeat.intervalMs);

	/** Resolves when the peer has the ping and this end has read the answer: a ping of the peer's is answered behind it. */
	async function pingAnswered({ socket }: FakeTunnel): Promise<void> {
		await once(socket, "ping");
		socket.ping();
		await once(socket, "pong");
	}

	test("keep an idle tunnel open as long as they are answered", async () => {
		const { stream, peer } = await tunnel({}, heartbeat);
		for (let beats = 0; beats < 6; beats++) {
			const answered = pingAnswered(peer);
			beat();
			await answered;
		}
		expect(stream.destroyed).toBe(false);
		stream.destroy();
	});

	test("need no answer where anything else comes", async () => {
		const { stream, peer } = await tunnel({}, heartbeat);
		peer.socket.pong = () => {};
		for (let beats = 0; beats < 6; beats++) {
			beat();
			const came = once(stream, "data");
			peer.data("x");
			await came;
		}
		stream.destroy();
	});

	test("find out a peer that is dead", async () => {
		const { stream, peer } = await tunnel({}, heartbeat);
		peer.socket.pause();
		for (let beats = 0; beats <= heartbeat.tolerated; beats++) beat();
		const error = await closed(stream);
		expect(error).toMatchObject({
			code: "tunnel-cut",
			hint: HINT_OF_A_CUT,
		});
		expect(error?.message).toContain("no answer to pings for 0.04s");
	});

	test("do not blame the peer while the reader here is slow", async () => {
		const { stream, peer } = await tunnel({}, heartbeat);
		for (let i = 0; i < 64; i += 1) peer.data(Buffer.alloc(64 * 1024));
		for (let beats = 0; beats < 8; beats++) {
			const pinged = once(peer.socket, "ping");
			beat();
			await pinged;
		}
		expect(stream.destroyed).toBe(false);
		stream.destroy();
	});
});

describe("backpressure", () => {
	test("a reader that stops stops the sender", async () => {
		const { stream, peer } = await tunnel();
		const piece = Buffer.alloc(32 * 1024, 7);
		const total = 64 * MIB;
		let sent = 0;
		const sendAll = async () => {
			while (sent < total) {
				sent += piece.length;
				await new Promise((resolve) =>
					peer.socket.send(Buffer.concat([Buffer.of(0), piece]), resolve),
				);
			}
			peer.socket.close(1000);
		};
		const sending = sendAll();

		let before = -1;
		while (sent !== before) {
			before = sent;
			await manyTurns();
			expect(stream.readableLength).toBeLessThan(256 * 1024);
		}
		// The rest of what was sent is in the kernel's socket buffers, which grow to some MiB on loopback.
		expect(sent).toBeLessThan(16 * MIB);

		let received = 0;
		for await (const chunk of stream) {
			received += chunk.length;
			expect(stream.readableLength).toBeLessThan(256 * 1024);
		}
		await sending;
		expect(received).toBe(total);
	});

	test("a pod that stops reading stops the writer", async () => {
		const { stream, peer } = await tunnel();
		peer.socket.pause();
		const piece = Buffer.alloc(64 * 1024);
		let written = 0;
		while (written < 64 * MIB) {
			written += piece.length;
			if (stream.write(piece)) continue;
			const drained = await Promise.race([
				once(stream, "drain").then(() => true),
				manyTurns().then(() => false),
			]);
			if (!drained) break;
		}
		expect(written).toBeLessThan(16 * MIB);
		expect(stream.writableLength).toBeLessThan(256 * 1024);

		peer.socket.resume();
		await once(stream, "drain");
		stream.destroy();
	});

	test("a write of any size arrives whole, in messages that a kubelet takes", async () => {
		const { stream, peer } = await tunnel();
		const sent = Buffer.alloc(3 * MIB + 1, "abc");
		const received: Buffer[] = [];
		peer.socket.on("message", (message: Buffer) => {
			expect(message.length).toBeLessThanOrEqual(256 * 1024 + 1);
			received.push(message.subarray(1));
		});
		stream.end(sent);
		await once(peer.socket, "close");
		expect(Buffer.concat(received).equals(sent)).toBe(true);
	});
});

describe("closing here", () => {
	test("end() sends what was written, then a close frame", async () => {
		const { stream, peer } = await tunnel();
		const received: string[] = [];
		peer.socket.on("message", (message: Buffer) =>
			received.push(message.subarray(1).toString()),
		);
		stream.write("a");
		stream.write("b");
		stream.end("c");
		const [code] = await once(peer.socket, "close");
		expect(received.join("")).toBe("abc");
		expect(code).toBe(1000);
		expect(await closed(stream)).toBeNull();
	});

	test("destroy() sends a close frame too", async () => {
		const { stream, peer } = await tunnel();
		stream.destroy();
		const [code] = await once(peer.socket, "close");
		expect(code).toBe(1000);
		expect(await closed(stream)).toBeNull();
	});

	test("destroy(error) keeps the caller's error", async () => {
		const { stream } = await tunnel();
		const reason = new Error("had enough");
		stream.destroy(reason);
		expect(await closed(stream)).toBe(reason);
	});

	test.each(["end", "destroy"] as const)(
		"%s() does not wait for a peer that never answers the close",
		async (method) => {
			const { stream, peer } = await tunnel();
			peer.socket.pause();
			stream[method]();
			await closed(stream);
		},
	);

	describe("with no time limit", () => {
		beforeEach(() => {
			vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
			onTestFinished(() => void vi.useRealTimers());
		});

		test("destroy() gets through although the reader had stopped", async () => {
			const { stream, peer } = await tunnel();
			for (let i = 0; i < 64; i += 1) peer.data(Buffer.alloc(64 * 1024));
			await once(stream, "readable");
			stream.destroy();
			const [code] = await once(peer.socket, "close");
			expect(code).toBe(1000);
			expect(await closed(stream)).toBeNull();
		});

		test("destroy(error) does not wait for a peer that never answers", async () => {
			const { stream, peer } = await tunnel();
			peer.socket.pause();
			stream.destroy(new Error("had enough"));
			await closed(stream);
		});
	});

	test("close comes once", async () => {
		const { stream, peer } = await tunnel();
		let closes = 0;
		stream.on("close", () => {
			closes += 1;
		});
		stream.end();
		stream.destroy();
		stream.destroy();
		await closed(stream);
		peer.socket.terminate();
		await turn();
		expect(closes).toBe(1);
	});

	test("an own close is never explained by the API server", async () => {
		const { stream, api } = await tunnel({ pod: () => NO_POD });
		stream.end();
		expect(await closed(stream)).toBeNull();
		expect(api.inquiries()).toBe(0);
	});
});

test("it has what node:http2 and grpc-js call on a socket", async () => {
	const { stream } = await tunnel();
	for (const name of [
		"setNoDelay",
		"setKeepAlive",
		"setTimeout",
		"ref",
		"unref",
	])
		expect(Reflect.apply(Reflect.get(stream, name), stream, [0])).toBe(stream);
	stream.destroy();
});

test("an HTTP/2 session lives in it", async () => {
	const http2 = createHttp2();
	http2.on("stream", (stream: ServerHttp2Stream) => {
		stream.respond({ ":status": 200 });
		stream.end(Buffer.alloc(3 * MIB, 9));
	});
	const port = await listen(http2);
	const { stream } = await tunnel({ forward: forwardTo(port) });
	const session = connectHttp2("http://pod-a", {
		createConnection: () => stream,
	});
	const bodies = await Promise.all(
		[1, 2, 3].map(() => buffer(session.request({ ":path": "/" }))),
	);
	expect(bodies.map((body) => body.length)).toEqual([
		3 * MIB,
		3 * MIB,
		3 * MIB,
	]);
	session.close();
	await closed(stream);
});
