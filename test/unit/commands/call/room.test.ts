import { expect, test } from "vitest";
import { sharedRoom } from "../../../../src/commands/call/room.ts";

test("calls share the room, and one that wants more gets no more", () => {
	const room = sharedRoom(1_000);
	const [one, other] = [room(), room()];
	expect([one.take(600), one.isFull()]).toEqual([true, false]);
	expect([other.take(600), other.isFull()]).toEqual([false, true]);
	expect([other.take(1), one.take(1)]).toEqual([false, true]);
	expect([other.isFull(), one.isFull()]).toEqual([true, false]);
});

test("messages of no bytes are not kept without end", () => {
	const { take } = sharedRoom(10_000)();
	let kept = 0;
	while (take(0)) kept++;
	expect(kept).toBeLessThan(1_000);
});
