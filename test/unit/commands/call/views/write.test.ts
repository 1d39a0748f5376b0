import { PassThrough, Writable } from "node:stream";
import { setImmediate as tick } from "node:timers/promises";
import { expect, test } from "vitest";
import { write } from "../../../../../src/commands/call/views/write.ts";

const listenersOf = (stream: Writable) =>
	stream
		.eventNames()
		.reduce((sum, name) => sum + stream.listenerCount(name), 0);

test("waits for room, and leaves no listener behind", async () => {
	const slow = new Writable({
		highWaterMark: 1,
		write: (_chunk, _encoding, done) => void setImmediate(done),
	});
	const before = listenersOf(slow);
	for (let times = 0; times < 20; times++) {
		await write(slow, "text");
		expect(slow.writableLength).toBe(0);
	}
	expect(listenersOf(slow)).toBe(before);
});

test("a stream that is closed has nobody to wait for", async () => {
	const full = new PassThrough({ highWaterMark: 1 });
	const written = write(full, "text");
	await tick();
	full.destroy();
	await written;
	await write(full, "text");
});

test("a stream that fails rejects", async () => {
	const broken = new Writable({
		highWaterMark: 1,
		write: (_chunk, _encoding, done) => done(new Error("no space left")),
	});
	await expect(write(broken, "text")).rejects.toThrow("no space left");
});
