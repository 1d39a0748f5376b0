import { randomBytes } from "node:crypto";
import { constants, createServer, type ServerHttp2Stream } from "node:http2";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import type { PluginError } from "../../../src/errors.ts";
import type { Metadata } from "../../../src/grpc/channel.ts";
import { listen } from "../tcp-server.ts";
import {
	bytes,
	echoChannel,
	endlessPage,
	frame,
	text,
	unary,
} from "./calls.ts";
import { channelTo, http2Server } from "./servers.ts";

describe("unary", () => {
	it("gives response, headers, trailers, latency and the server's status", async () => {
		const channel = await echoChannel();
		const result = await channel.unary(unary.path, bytes("hello"), {
			metadata: [["x-a", "1"]],
		});
		expect(result.status).toMatchObject({ name: "OK", source: "server" });
		expect(text(result.response)).toBe("hello");
		expect(result.headers).toContainEqual(["x-a", "1"]);
		expect(result.trailers).toContainEqual(["x-a", "1"]);
		expect(result.trailers.map(([key]) => key)).not.toContain("grpc-status");
		expect(result.latencyMs).toBeGreaterThan(0);
	});

	it.each([
		["begins", "no healthy upstream", /"no healthy upstream"$/],
		["never comes", "", /content-type "text\/plain"$/],
	])("does not wait for the end of a page that %s", async (_, body, says) => {
		const channel = await endlessPage(body);
		const { status } = await channel.unary("/a/b", bytes("x"));
		expect(status.name).toBe("UNAVAILABLE");
		expect(status.message).toMatch(says);
	});

	it("sends -bin metadata given in either base64 and gives it back as standard base64, value by value", async () => {
		const channel = await echoChannel();
		const metadata = [
			["a-bin", "-_8"],
			["a-bin", "+/8="],
			["X-Mixed", "Case"],
		] as const;
		const result = await channel.unary(unary.path, bytes("x"), { metadata });
		expect(result.headers.filter(([key]) => key === "a-bin")).toEqual([
			["a-bin", "+/8="],
			["a-bin", "+/8="],
		]);
		expect(result.headers).toContainEqual(["x-mixed", "Case"]);
	});

	it.each([
		[["bad key", "v"]],
		[["x-a", "ünïcode"]],
		[["x-a", "line\nbreak"]],
		[["a-bin", "not base64!"]],
		[["grpc-timeout", "1S"]],
		[[":path", "/x"]],
		[["connection", "close"]],
	] as const)("refuses metadata %j as bad input", async (pair) => {
		const channel = await echoChannel();
		await expect(
			channel.unary(unary.path, bytes("x"), { metadata: [pair] }),
		).rejects.toMatchObject({ code: "bad-input" });
	});

	it("takes a field that Node knows twice, or refuses it as bad input", async () => {
		const channel = await echoChannel();
		const names = Object.entries(constants).flatMap(([constant, name]) =>
			constant.startsWith("HTTP2_HEADER_") ? [String(name)] : [],
		);
		for (const name of [...names, "x-own"]) {
			const twice = { metadata: [[name, "1"] as const, [name, "2"] as const] };
			const outcome = await channel
				.unary(unary.path, bytes("x"), twice)
				.then(({ status }) => status.name)
				.catch(({ code }: PluginError) => code);
			expect([name, outcome]).toEqual([
				name,
				expect.stringMatching(/^(OK|bad-input)$/),
			]);
		}
	});

	it("sends names that objects have", async () => {
		const seen = Promise.withResolvers<readonly string[]>();
		const server = createServer();
		server.on("request", ({ rawHeaders }, response) => {
			seen.resolve(rawHeaders);
			response.stream.respond({ "grpc-status": "0" }, { endStream: true });
		});
		const channel = await channelTo(await listen(server));
		const metadata = [
			["constructor", "a"],
			["__proto__", "b"],
		] as const;
		await channel.unary("/a/b", bytes("x"), { metadata });
		expect(await seen.promise).toEqual(
			expect.arrayContaining(["constructor", "a", "__proto__", "b"]),
		);
	});

	it.each([
		{ userAgent: "a\nb" },
		{ userAgent: "€" },
		{ authority: "a b" },
		{ authority: "münchen.example" },
	])("refuses %j, which HTTP/2 would not carry as it is", async (options) => {
		const channel = await echoChannel(options);
		const [name = ""] = Object.keys(options);
		await expect(channel.unary(unary.path, bytes("x"))).rejects.toMatchObject({
			code: "bad-input",
			message: expect.stringMatching(
				name === "authority" ? name : "user-agent",
			),
		});
	});

	it("carries more metadata than Node does by itself, both ways", async () => {
		const many = Array.from({ length: 400 }, (_, at): [string, string] => [
			`x-${at}`,
			"v".repeat(200),
		]);
		const got: number[] = [];
		const server = createServer({
			maxHeaderListPairs: 10_000,
			maxSendHeaderBlockLength: 1_000_000,
			settings: { maxHeaderListSize: 1_000_000 },
		});
		server.on("stream", (stream: ServerHttp2Stream, sent) => {
			got.push(Object.keys(sent).filter((name) => /^x-/.test(name)).length);
			stream.respond(
				{ "content-type": "application/grpc", ...Object.fromEntries(many) },
				{ waitForTrailers: true },
			);
			stream.on("wantTrailers", () =>
				stream.sendTrailers({
					"grpc-status": "0",
					...Object.fromEntries(many),
				}),
			);
			stream.end(frame(bytes("a")));
		});
		const channel = await channelTo(await listen(server));
		const { status, headers, trailers } = await channel.unary(
			"/a.B/C",
			bytes("x"),
			{ metadata: many },
		);
		expect(status).toMatchObject({ name: "OK" });
		expect(got).toEqual([400]);
		expect(headers).toEqual(expect.arrayContaining(many));
		expect(trailers).toEqual(many);
	});

	it("sends no more of it than the server says it takes", async () => {
		const paths: unknown[] = [];
		const server = createServer({ settings: { maxHeaderListSize: 8192 } });
		server.on("stream", (stream: ServerHttp2Stream, sent) => {
			paths.push(sent[":path"]);
			stream.respond({ "grpc-status": "5" }, { endStream: true });
		});
		const channel = await channelTo(await listen(server));
		const ask = async (path: string, length: number) => {
			const metadata: Metadata = [["x-long", "v".repeat(length)]];
			return (await channel.unary(path, bytes("x"), { metadata })).status;
		};
		expect(await ask("/a.B/Long", 9000)).toMatchObject({
			name: "RESOURCE_EXHAUSTED",
			source: "channel",
			message: expect.stringMatching(
				/ of 9\d\d\d bytes, and the server takes 8192 /,
			),
		});
		expect(await ask("/a.B/Short", 7000)).toMatchObject({ name: "NOT_FOUND" });
		expect(paths).toEqual(["/a.B/Short"]);
	});

	it("says what is wrong with a header field that nobody takes", async () => {
		const server = createServer({ maxSendHeaderBlockLength: 1_000_000 });
		server.on("sessionError", () => {});
		server.on("stream", (stream: ServerHttp2Stream) => {
			stream.on("error", () => {});
			stream.respond({ "x-long": "v".repeat(100_000) });
		});
		const channel = await channelTo(await listen(server));
		const { status } = await channel.unary("/a.B/C", bytes("x"));
		expect(status).toMatchObject({
			name: "UNAVAILABLE",
			message: expect.stringContaining("one is longer than 64 KiB"),
		});
	});

	it.each([
		["fields", 7_500, 1, "RESOURCE_EXHAUSTED", "more than 256 KiB of metadata"],
		["bytes", 30, 10_000, "UNAVAILABLE", "more header fields than are taken"],
	])(
		"says that there is too much metadata: %s",
		async (_, count, characters, name, says) => {
			const many = Array.from({ length: count }, (_, at) => [
				`x-${at}`,
				"v".repeat(characters),
			]);
			const server = createServer({ maxSendHeaderBlockLength: 1_000_000 });
			server.on("stream", (stream: ServerHttp2Stream, { ":path": path }) => {
				stream.on("error", () => {});
				const metadata = path === "/a.B/Much" ? many : [];
				stream.respond({ "grpc-status": "0", ...Object.fromEntries(metadata) });
				stream.end();
			});
			const channel = await channelTo(await listen(server));
			// The limit takes effect once the server has received our SETTINGS.
			await channel.unary("/a.B/Little", bytes("x"));
			const { status } = await channel.unary("/a.B/Much", bytes("x"));
			expect(status).toMatchObject({
				name,
				message: expect.stringContaining(says),
			});
		},
	);

	it("refuses a path that is none", async () => {
		const channel = await echoChannel();
		for (const path of ["", "no-slash", "/a b", "/a\u001b[2J"])
			await expect(channel.unary(path, bytes("x"))).rejects.toMatchObject({
				code: "bad-input",
			});
	});

	it("gives the server's error with its details", async () => {
		const channel = await echoChannel();
		const { status, response } = await channel.unary(
			unary.path,
			bytes("fail:9"),
		);
		expect(status).toMatchObject({
			code: 9,
			name: "FAILED_PRECONDITION",
			message: "as you ask",
			source: "server",
		});
		expect(text(status.details)).toBe("particulars");
		expect(response).toBeUndefined();
	});

	it("ends at the deadline, as the channel's word", async () => {
		const channel = await echoChannel();
		const { status } = await channel.unary(unary.path, bytes("hang"), {
			deadlineMs: 30,
		});
		expect(status).toMatchObject({
			name: "DEADLINE_EXCEEDED",
			source: "channel",
			message: "the call did not end within 30ms",
		});
	});

	it.each([
		[
			"reset it, as grpc-go's does",
			(stream: ServerHttp2Stream) => stream.close(constants.NGHTTP2_CANCEL),
		],
		[
			"end it with CANCELLED, as grpc-go's Health/Watch does",
			(stream: ServerHttp2Stream) =>
				stream.respond(
					{
						"content-type": "application/grpc",
						"grpc-status": "1",
						"grpc-message": "Stream has ended.",
					},
					{ endStream: true },
				),
		],
	])(
		"ends at the deadline when the server is first to %s",
		async (_how, finish) => {
			vi.useFakeTimers({ toFake: ["setTimeout"] });
			try {
				const port = await http2Server((stream) => {
					const timeUpMs = performance.now() + 30;
					const wait = () =>
						performance.now() < timeUpMs ? setImmediate(wait) : finish(stream);
					wait();
				});
				const channel = await channelTo(port);
				const nameOf = async (deadlineMs: number) =>
					(await channel.unary(unary.path, bytes("x"), { deadlineMs })).status
						.name;
				expect(await nameOf(30)).toBe("DEADLINE_EXCEEDED");
				expect(await nameOf(30_000)).toBe("CANCELLED");
			} finally {
				vi.useRealTimers();
			}
		},
	);

	it("is cancelled by its signal, before and during the call", async () => {
		const channel = await echoChannel();
		const early = await channel.unary(unary.path, bytes("x"), {
			signal: AbortSignal.abort(),
		});
		expect(early.status.name).toBe("CANCELLED");
		const controller = new AbortController();
		const late = channel.unary(unary.path, bytes("hang"), {
			signal: controller.signal,
		});
		await turn();
		controller.abort();
		expect((await late).status).toMatchObject({
			name: "CANCELLED",
			source: "channel",
		});
	});

	it("compresses with gzip when asked", async () => {
		let encoding: unknown;
		let first: Buffer | undefined;
		const port = await http2Server((stream) => {
			stream.on("data", (chunk: Buffer) => {
				first ??= chunk;
			});
			stream.on("end", () => {
				stream.respond(
					{ "content-type": "application/grpc", "grpc-status": "0" },
					{ endStream: true },
				);
			});
			encoding = stream.sentHeaders;
		});
		const channel = await channelTo(port);
		await channel.unary("/a.B/C", Buffer.alloc(5000), { compress: "gzip" });
		expect(encoding).toBeUndefined();
		expect(first?.[0]).toBe(1);
		expect(first?.length).toBeLessThan(100);
	});

	it("is understood by a server when compressed", async () => {
		const channel = await echoChannel();
		const body = Buffer.alloc(10_000, "x");
		const result = await channel.unary(unary.path, body, { compress: "gzip" });
		expect(result.response?.length).toBe(10_000);
	});

	it("carries a message of several windows both ways", async () => {
		const channel = await echoChannel({ maxReceiveBytes: 20_000_000 });
		const body = randomBytes(10_000_000);
		const result = await channel.unary(unary.path, body);
		expect(Buffer.compare(body, result.response ?? Buffer.alloc(0))).toBe(0);
	});

	it("stops a message over the limit at its head, naming both sizes", async () => {
		const channel = await echoChannel();
		const { status } = await channel.unary(unary.path, Buffer.alloc(5_000_000));
		expect(status).toMatchObject({
			name: "RESOURCE_EXHAUSTED",
			source: "channel",
		});
		expect(status.message).toMatch(/5000000.*4194304/);
		const wider = await channel.unary(unary.path, Buffer.alloc(5_000_000), {
			maxReceiveBytes: 5_000_000,
		});
		expect(wider.status.name).toBe("OK");
	});
});
