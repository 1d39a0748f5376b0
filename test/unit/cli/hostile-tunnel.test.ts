// Any bytes may come through a port-forward. Each pod must still have its row and its reason in time.
import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { Duplex } from "node:stream";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runInProcess } from "../../in-process.ts";
import { listenOnLoopback } from "../../loopback.ts";
import { frame, RESPONSE, SETTINGS, SETTINGS_ACK } from "../grpc/frames.ts";
import answers from "../kubernetes/testdata/answers.json" with { type: "json" };

const POD = "user-service-j7x5q2hc4j-457kd";
const PORT = Buffer.from([50051 & 0xff, 50051 >> 8]);

/** Returns a WebSocket frame of a server (RFC 6455, section 5.2). The length in its head may be wrong. */
function socketFrame(
	first: number,
	payload: Uint8Array,
	told = payload.length,
): Buffer {
	if (told < 126) return Buffer.concat([Buffer.from([first, told]), payload]);
	const head = Buffer.alloc(10);
	head.writeUInt8(first, 0);
	head.writeUInt8(127, 1);
	head.writeBigUInt64BE(BigInt(told), 2);
	return Buffer.concat([head, payload]);
}

const BINARY = 0x82;
const onChannel = (channel: number, bytes: Uint8Array) =>
	socketFrame(BINARY, Buffer.concat([Buffer.from([channel]), bytes]));
const CONFIRMED = Buffer.concat([onChannel(0, PORT), onChannel(1, PORT)]);

/** Checks the health of a pod through an API server that upgrades the connection and then sends these bytes. */
async function health(
	sent: readonly Uint8Array[],
	...flags: readonly string[]
) {
	const sockets = new Set<Duplex>();
	const server = createServer((_, response) => {
		const list = answers["/api/v1/namespaces/default/pods"];
		const items = list.items.filter(({ metadata }) => metadata.name === POD);
		response.end(JSON.stringify({ ...list, items }));
	});
	server.on("upgrade", (request, socket) => {
		const accept = createHash("sha1")
			.update(
				`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`,
			)
			.digest("base64");
		socket.on("error", () => {});
		socket.write(
			`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: v4.channel.k8s.io\r\n\r\n`,
		);
		for (const bytes of sent) socket.write(bytes);
		sockets.add(socket);
	});
	const port = await listenOnLoopback(server);
	using _ = closing(server, sockets);
	const run = await runInProcess(
		[
			"health",
			`pod/${POD}`,
			`--server=http://127.0.0.1:${port}`,
			"-n=default",
			"--connect-timeout=150ms",
			"--rpc-timeout=150ms",
			...flags,
		],
		{ env: { HOME: "/nonexistent" } },
	);
	expect(run.stderr).not.toContain("this is a bug");
	expect(run.stdout).toContain(POD);
	expect(run.status).toBeGreaterThan(0);
	expect(run.status).toBeLessThan(4);
	return run;
}

/** Closes an HTTP server at the end of the scope. It forgets a socket that it has upgraded. */
function closing(server: Server, upgraded: ReadonlySet<Duplex>): Disposable {
	return {
		[Symbol.dispose]() {
			server.close();
			server.closeAllConnections();
			for (const socket of upgraded) socket.destroy();
		},
	};
}

const anySocketFrame = fc
	.record({
		first: fc.oneof(fc.constant(BINARY), fc.nat(255)),
		payload: fc.oneof(
			fc.uint8Array({ maxLength: 140 }),
			fc
				.tuple(fc.nat(3), fc.uint8Array({ maxLength: 20 }))
				.map(([channel, bytes]) => Uint8Array.from([channel, ...bytes])),
		),
		told: fc.option(
			fc.constantFrom(0, 1, 125, 126, 65_536, 2 ** 31, 2 ** 53 - 1),
			{
				nil: undefined,
				freq: 6,
			},
		),
	})
	.map(({ first, payload, told }) => socketFrame(first, payload, told));

/** A frame of HTTP/2, of any type and flags, on a stream that may exist. */
const anyFrame = fc
	.record({
		type: fc.nat(12),
		flags: fc.nat(255),
		streamId: fc.constantFrom(0, 1, 1, 1, 2, 3, 2 ** 31 - 1),
		payload: fc.oneof(
			fc.uint8Array({ maxLength: 40 }),
			fc.constant(RESPONSE.subarray(9)),
		),
	})
	.map(({ type, flags, streamId, payload }) =>
		frame(type, flags, streamId, payload),
	);

// Most runs wait for their timeouts.
describe.concurrent("whatever bytes come, a pod has its row and its reason", () => {
	test("as frames of the WebSocket", { timeout: 120_000 }, async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.boolean(),
				fc.array(anySocketFrame, { minLength: 1, maxLength: 6 }),
				async (isConfirmed, frames) => {
					await health([...(isConfirmed ? [CONFIRMED] : []), ...frames]);
				},
			),
			{ numRuns: 15 },
		);
	});

	test("as HTTP/2, in pieces of any length", { timeout: 120_000 }, async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(anyFrame, { minLength: 1, maxLength: 8 }),
				fc.integer({ min: 1, max: 40 }),
				async (frames, length) => {
					const all = Buffer.concat([SETTINGS, SETTINGS_ACK, ...frames]);
					const pieces: Buffer[] = [];
					for (let at = 0; at < all.length; at += length)
						pieces.push(onChannel(0, all.subarray(at, at + length)));
					await health([CONFIRMED, ...pieces], "--plaintext");
				},
			),
			{ numRuns: 15 },
		);
	});

	test.each([
		["the channels swapped", [onChannel(1, PORT), onChannel(0, PORT)]],
		["another port", [onChannel(0, Buffer.from([80, 0]))]],
		["half a port", [onChannel(0, PORT.subarray(1))]],
		[
			"an error text of 10 MB",
			[CONFIRMED, onChannel(1, Buffer.alloc(10e6, "x"))],
		],
		[
			"an error text of 10 MB, in pieces",
			[CONFIRMED, ...Array(100).fill(onChannel(1, Buffer.alloc(1e5, "\x1b")))],
		],
		...[1000, 1006, 65_535].map((code) => {
			const payload = Buffer.alloc(2);
			payload.writeUInt16BE(code);
			return [
				`close ${code}`,
				[CONFIRMED, socketFrame(0x88, payload)],
			] as const;
		}),
		["a close of one byte", [socketFrame(0x88, Buffer.from([3]))]],
	] as readonly (readonly [string, readonly Buffer[]])[])(
		"%s",
		async (_, sent) => {
			const { stdout } = await health(sent, "-o", "wide");
			expect(stdout.length).toBeLessThan(6000);
			expect(stdout).not.toContain("\x1b");
		},
	);
});
