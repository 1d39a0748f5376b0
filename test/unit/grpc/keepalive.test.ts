import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepAlive } from "../../../src/grpc/keepalive.ts";
import type { Session } from "../../../src/grpc/session.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Returns a session that counts its pings and answers them with `ping`. */
function pinged(ping: () => Promise<number>) {
	const closed: (Error | undefined)[] = [];
	const spy = vi.fn(ping);
	const session: Pick<Session, "ping" | "close"> = {
		ping: spy,
		close: (lost) => void closed.push(lost),
	};
	return { session, pings: () => spy.mock.calls.length, closed };
}

describe("keepalive", () => {
	it("pings while there are calls, and only then", async () => {
		let calls = 0;
		const { session, pings, closed } = pinged(async () => 1);
		const stop = keepAlive(session, 1000, () => calls > 0);
		await vi.advanceTimersByTimeAsync(3000);
		expect(pings()).toBe(0);
		calls = 1;
		await vi.advanceTimersByTimeAsync(3000);
		expect(pings()).toBe(3);
		stop();
		await vi.advanceTimersByTimeAsync(60_000);
		expect(pings()).toBe(3);
		expect(closed).toEqual([]);
	});

	it("ends a session that does not answer", async () => {
		const { session, closed } = pinged(() => new Promise(() => {}));
		keepAlive(session, 1000, () => true);
		await vi.advanceTimersByTimeAsync(20_999);
		expect(closed).toEqual([]);
		await vi.advanceTimersByTimeAsync(1);
		expect(closed).toMatchObject([{ code: "connection-lost" }]);
	});

	it("bears a ping that fails", async () => {
		const { session, closed } = pinged(() => Promise.reject(new Error("over")));
		keepAlive(session, 1000, () => true);
		await vi.advanceTimersByTimeAsync(2000);
		expect(closed).toEqual([]);
	});
});
