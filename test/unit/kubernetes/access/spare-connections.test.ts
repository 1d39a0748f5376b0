import { Agent } from "node:http";
import { PassThrough } from "node:stream";
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
	const take = () => agent.createConnection({ host: "api.example.test" });
	take();
	return { spares, take, opened };
}

test("one is handed out once", () => {
	const { spares, take, opened } = started();
	spares.open(2);
	expect([take(), take(), take()]).toEqual(opened.slice(1));
	expect(opened).toHaveLength(4);
});

test("one that has failed is not handed out, and tells nobody", async () => {
	const { spares, take, opened } = started();
	spares.open(2);
	opened[1]?.destroy(new Error("reset"));
	expect(take()).toBe(opened[2]);
	expect(take()).toBe(opened[3]);
});

test("what no request has come for is closed after a while, and what was taken is not", () => {
	vi.useFakeTimers();
	const { spares, take, opened } = started();
	spares.open(2);
	take();
	vi.advanceTimersByTime(10_000);
	expect(opened.map(({ destroyed }) => destroyed)).toEqual([
		false,
		false,
		true,
	]);
});
