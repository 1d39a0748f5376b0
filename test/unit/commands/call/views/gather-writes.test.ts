import { Writable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { gatherWrites } from "../../../../../src/commands/call/views/gather-writes.ts";

/** A stream that keeps what was written to it, one entry a write. */
function keeping(finish: (done: () => void) => void = (done) => done()) {
	const written: string[] = [];
	const out = new Writable({
		highWaterMark: 1,
		write(chunk, _encoding, done) {
			written.push(String(chunk));
			finish(done);
		},
	});
	return { out, written };
}

test("what is added in one turn of the event loop is one write, which comes without more being added", async () => {
	const { out, written } = keeping();
	const { add } = gatherWrites(out);
	add("a");
	add(Buffer.from("é"));
	add("b");
	expect(written).toEqual([]);
	await turn();
	await turn();
	expect(written).toEqual(["aéb"]);
	add("c");
	await turn();
	await turn();
	expect(written).toEqual(["aéb", "c"]);
});

test("there is room until 64 KiB wait, and then when the stream has taken them", async () => {
	const release: (() => void)[] = [];
	const { out, written } = keeping((done) => void release.push(done));
	const { add, room } = gatherWrites(out);
	add("a");
	expect(room()).toBeUndefined();
	add("b".repeat(64 * 1024));
	let state = "full";
	const taken = room()?.then(() => {
		state = "taken";
	});
	await turn();
	expect(written.map(({ length }) => length)).toEqual([64 * 1024 + 1]);
	expect(state).toBe("full");
	release.shift()?.();
	await taken;
	expect(state).toBe("taken");
});

test("a stream that takes nothing has no room for more than 64 KiB, however many turns they come in", async () => {
	const release: (() => void)[] = [];
	const { out } = keeping((done) => void release.push(done));
	const { add, room } = gatherWrites(out);
	let turns = 0;
	while (room() === undefined && turns < 100) {
		add("a".repeat(1024));
		await turn();
		turns++;
	}
	expect(turns).toBe(64);
	const taken = room();
	while (release.length > 0) {
		release.shift()?.();
		await turn();
	}
	await taken;
	expect(room()).toBeUndefined();
});

test("flush waits for all that was added, and keeps the order", async () => {
	const { out, written } = keeping((done) => void setImmediate(done));
	const { add, flush } = gatherWrites(out);
	add("a");
	await turn();
	add("b");
	await flush();
	expect(written).toEqual(["a", "b"]);
	expect(out.writableLength).toBe(0);
	await flush();
	expect(written).toEqual(["a", "b"]);
});

test("an error of the stream reaches who waits for room next", async () => {
	const out = new Writable({
		write: (_chunk, _encoding, done) => done(new Error("no space left")),
	});
	out.on("error", () => {});
	const { add, room, flush } = gatherWrites(out);
	add("a");
	await turn();
	await turn();
	add("b");
	await expect(room()).rejects.toThrow("no space left");
	await expect(flush()).rejects.toThrow("no space left");
});
