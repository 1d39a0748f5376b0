import { constants } from "node:http2";
import { setImmediate as turn } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Call } from "../../../src/grpc/channel.ts";
import type { Frame } from "../../../src/grpc/frame.ts";
import { manyTurns } from "../turns.ts";
import {
	answering,
	bytes,
	chat,
	collect,
	download,
	echo,
	echoChannel,
	frame,
	text,
	unary,
	upload,
} from "./calls.ts";
import { channelTo, grpcServer, http2Server, optionsFor } from "./servers.ts";

describe("streams", () => {
	it("downloads in order", async () => {
		const channel = await echoChannel();
		const call = channel.call(download.path);
		await call.send(bytes("a,b,c"));
		call.closeSend();
		expect(await collect(call.responses)).toEqual(["a", "b", "c"]);
		expect(await call.status).toMatchObject({ name: "OK", source: "server" });
	});

	it.each(["identity", "gzip"] as const)(
		"uploads in order, with %s",
		async (compress) => {
			const channel = await echoChannel();
			const call = channel.call(upload.path, { compress });
			for (const part of ["1", "2", "3"]) void call.send(bytes(part));
			call.closeSend();
			expect(await collect(call.responses)).toEqual(["123"]);
		},
	);

	it("chats", async () => {
		const channel = await echoChannel();
		const call = channel.call(chat.path);
		const heard: string[] = [];
		await call.send(bytes("1"));
		for await (const body of call.responses) {
			heard.push(text(body));
			if (heard.length < 4) await call.send(bytes(String(heard.length + 1)));
			else call.closeSend();
		}
		expect(heard).toEqual(["1", "2", "3", "4"]);
		expect((await call.status).name).toBe("OK");
	});

	it.each(["identity", "gzip"])(
		"shows a slow reader all that came before an error (%s)",
		async (encoding) => {
			const one =
				encoding === "gzip"
					? frame(gzipSync(bytes("m")), 1)
					: frame(bytes("m"));
			const channel = await answering(
				{ "grpc-encoding": encoding },
				Buffer.concat(Array(3000).fill(one)),
				{ "grpc-status": "9", "grpc-message": "late" },
			);
			const call = channel.call("/a.B/C");
			call.closeSend();
			let messages = 0;
			for await (const _ of call.responses) {
				messages += 1;
				if (messages % 100 === 0) await turn();
			}
			expect(messages).toBe(3000);
			expect(await call.status).toMatchObject({
				code: 9,
				message: "late",
				source: "server",
			});
		},
	);

	it("tells the status to one who does not read", async () => {
		const channel = await answering({}, frame(bytes("m")), {
			"grpc-status": "0",
		});
		const call = channel.call("/a.B/C");
		expect((await call.status).name).toBe("OK");
		expect(await collect(call.responses)).toEqual(["m"]);
	});

	it("slows the server down to its reader", async () => {
		let sentBytes = 0;
		const one = frame(Buffer.alloc(100_000));
		const port = await http2Server((stream) => {
			stream.respond({ "content-type": "application/grpc" });
			const pump = (): void => {
				if (stream.destroyed) return;
				sentBytes += one.length;
				stream.write(one, (error) => (error ? undefined : pump()));
			};
			pump();
		});
		const channel = await channelTo(port);
		const call = channel.call("/a.B/C");
		call.closeSend();
		await call.headers;
		for (let before = 0; sentBytes > before; ) {
			before = sentBytes;
			await manyTurns();
			expect(sentBytes).toBeLessThan(4_000_000);
		}
		call.cancel();
		expect((await call.status).name).toBe("CANCELLED");
	});

	it("makes a sender wait for a server that does not read", async () => {
		const port = await http2Server((stream) => {
			stream.respond({ "content-type": "application/grpc" });
			stream.pause();
		});
		const channel = await channelTo(port);
		const call = channel.call("/a.B/C");
		const part = Buffer.alloc(500_000);
		const sends = Array.from({ length: 20 }, () => call.send(part));
		const settled = await Promise.race([
			Promise.all(sends).then(() => "all sent"),
			call.headers.then(() => turn("waiting")),
		]);
		expect(settled).toBe("waiting");
		call.cancel();
		// After the call has ended, a send resolves at once.
		await Promise.all(sends);
		await call.send(part);
	});

	it.each<[string, (call: Call, stop: AbortController) => unknown]>([
		["by its caller", (call) => call.cancel()],
		["by its signal", (_, stop) => stop.abort()],
		[
			"by its reader",
			async ({ responses }) => {
				for await (const _ of responses) break;
			},
		],
	])(
		"is reset when it is cancelled %s, and never half-closed",
		async (_, cancel) => {
			const frames: Frame[] = [];
			const reset = Promise.withResolvers<void>();
			const channel = await echoChannel({
				onFrame(frame: Frame) {
					if (frame.direction === "sent" && frame.streamId > 0)
						frames.push(frame);
					if (frame.type === "RST_STREAM") reset.resolve();
				},
			});
			const stop = new AbortController();
			const call = channel.call(chat.path, { signal: stop.signal });
			await call.send(bytes("1"));
			void cancel(call, stop);
			await reset.promise;
			call.closeSend();
			await turn();
			expect(
				frames.map((frame) => [
					frame.type,
					"endStream" in frame && frame.endStream,
				]),
			).toEqual([
				["HEADERS", false],
				["DATA", false],
				["RST_STREAM", false],
			]);
			expect(frames.at(-1)).toMatchObject({
				errorCode: constants.NGHTTP2_CANCEL,
			});
		},
	);

	it("is cancelled when its reader stops early", async () => {
		const channel = await echoChannel();
		const call = channel.call(chat.path);
		await call.send(bytes("1"));
		for await (const _ of call.responses) break;
		expect((await call.status).name).toBe("CANCELLED");
	});
});

describe("when the session ends under a call", () => {
	it("says how, as UNAVAILABLE", async () => {
		const port = await http2Server((stream) => stream.session?.destroy());
		const channel = await channelTo(port);
		const { status } = await channel.unary("/a.B/C", bytes("x"));
		expect(status).toMatchObject({ name: "UNAVAILABLE", source: "channel" });
	});

	it("lets calls finish after GOAWAY and takes no more", async () => {
		const { port, server } = await grpcServer(echo);
		const channel = await channelTo(port);
		const call = channel.call(chat.path);
		await call.send(bytes("1"));
		const reader = call.responses[Symbol.asyncIterator]();
		await reader.next();
		expect(channel.takesCalls()).toBe(true);
		const stopped = new Promise((resolve) => server.tryShutdown(resolve));
		await channel.goingAway;
		expect(channel.takesCalls()).toBe(false);
		const { status } = await channel.unary(unary.path, bytes("x"));
		expect(status.name).toBe("UNAVAILABLE");
		await call.send(bytes("2"));
		expect(text((await reader.next()).value ?? undefined)).toBe("2");
		call.closeSend();
		await reader.next();
		expect((await call.status).name).toBe("OK");
		expect(await channel.closed).toMatchObject({ kind: "goaway", code: 0 });
		await stopped;
	});

	it("ends its calls when it is closed here", async () => {
		const channel = await echoChannel();
		const hanging = channel.unary(unary.path, bytes("hang"));
		await turn();
		channel.close();
		expect((await hanging).status.name).toBe("CANCELLED");
		expect(await channel.closed).toEqual({ kind: "closed-here" });
		const after = await channel.unary(unary.path, bytes("x"));
		expect(after.status.name).toBe("UNAVAILABLE");
	});

	it("closes when the caller's signal aborts", async () => {
		const { port } = await grpcServer(echo);
		const controller = new AbortController();
		const { openChannel } = await import("../../../src/grpc/open-channel.ts");
		const channel = await openChannel({
			...optionsFor(port),
			signal: controller.signal,
		});
		controller.abort();
		expect(await channel.closed).toEqual({ kind: "closed-here" });
	});
});
