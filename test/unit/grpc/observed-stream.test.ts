import { once } from "node:events";
import { Duplex, PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { PluginError } from "../../../src/errors.ts";
import { observeStream } from "../../../src/grpc/observed-stream.ts";

/** Some of these streams end with an error, on which `once` of node:events would reject. */
const closing = (stream: Duplex) =>
	new Promise<void>((resolve) => stream.once("close", () => resolve()));

const nobody = { onReceived() {}, onSent() {} };

describe("an observed stream", () => {
	it("shows the bytes of both directions and joins what waits to be written", async () => {
		const seen: string[] = [];
		const written: string[] = [];
		const inner = new Duplex({
			read() {},
			write(chunk, _encoding, done) {
				written.push(String(chunk));
				setImmediate(done);
			},
		});
		const outer = observeStream(inner, {
			onReceived: (chunk) => seen.push(`< ${chunk}`),
			onSent: (chunk) => seen.push(`> ${chunk}`),
		});
		inner.push("hello");
		expect(String((await once(outer, "data"))[0])).toBe("hello");
		for (const part of ["a", "b", "c"]) outer.write(part);
		outer.end();
		await once(outer, "finish");
		expect(written).toEqual(["a", "bc"]);
		expect(seen).toEqual(["< hello", "> a", "> bc"]);
	});

	it("stops reading when nobody reads it", async () => {
		let pushed = 0;
		const inner = new Duplex({
			read() {
				pushed += 1;
				setImmediate(() => this.push(Buffer.alloc(16_384)));
			},
			write() {},
		});
		const outer = observeStream(inner, nobody);
		await expect.poll(() => inner.isPaused()).toBe(true);
		expect(pushed).toBeLessThan(20);
		outer.destroy();
	});

	it("passes an end, an error and a close on, and destroys what is below", async () => {
		const ending = new PassThrough();
		const ended = observeStream(ending, nobody);
		ending.end("x");
		ended.resume();
		await once(ended, "end");
		expect(ended.errored).toBeNull();

		const failing = new PassThrough();
		const failed = observeStream(failing, nobody);
		const cut = new PluginError("tunnel-cut", "cut");
		failing.destroy(cut);
		await closing(failed);
		expect(failed.errored).toBe(cut);

		const vanishing = new PassThrough();
		const closed = observeStream(vanishing, nobody);
		vanishing.destroy();
		await closing(closed);
		expect(closed.errored).toMatchObject({ code: "connection-lost" });

		const below = new PassThrough();
		observeStream(below, nobody).destroy();
		await closing(below);
		expect(below.destroyed).toBe(true);
	});
});
