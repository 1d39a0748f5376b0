import { Agent } from "node:http";
import { PassThrough } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { keepSpareConnections } from "../../../../src/kubernetes/access/spare-connections.ts";

afterEach(() => {
	vi.useRealTimers();
});

/** Returns an agent whose sockets are plain streams, with its first connection open. */
function started() {
	const opened: PassThrough[] = [];
	const agent = new Agent();
	agent.createConnection = () => {
		const stream = new PassThrough();
		opened.push(stream);
		return stream;
	};
	const spares = keepSpareConnections(agent);
	const take = () => {
		const stream = agent.createConnection({ host: "api.example.test" });
		if (!(stream instanceof PassThrough)) throw new Error("no stream");
		return stream;
	};
	take();
	return { spares, take, opened };
}

test("one is handed out once", async () => {
	const { spares, take, opened } = started();
	spares.open(2);
	await setImmediate();
	expect([take(), take(), take()]).toEqual(opened.slice(1));
	expect(opened).toHaveLength(4);
});

test("they are opened after the request that comes in the same turn of the event loop", async () => {
	const { spares, take, opened } = started();
	spares.open(1);
	const requested = take();
	await setImmediate();
	expect(opened.indexOf(requested)).toBe(1);
	expect(opened).toHaveLength(3);
});

test("none is opened after the end", async () => {
	const { spares, opened } = started();
	spares.open(1);
	spares.close();
	await setImmediate();
	expect(opened).toHaveLength(1);
});

test("one that has failed is not handed out, and tells nobody", async () => {
	const { spares, take, opened } = started();
	spares.open(2);
	await setImmediate();
	opened[1]?.destroy(new Error("reset"));
	expect(take()).toBe(opened[2]);
	expect(take()).toBe(opened[3]);
});

test("what no request has come for is closed after a while, and what was taken is not", () => {
	vi.useFakeTimers();
	const { spares, take, opened } = started();
	spares.open(2);
	vi.advanceTimersByTime(0);
	take();
	vi.advanceTimersByTime(10_000);
	expect(opened.map(({ destroyed }) => destroyed)).toEqual([
		false,
		false,
		true,
	]);
});
