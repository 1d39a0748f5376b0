import { expect, test } from "vitest";
import {
	keep,
	MAX_BYTES,
	MAX_MESSAGES,
	type Message,
	messageAt,
	NONE_KEPT,
} from "../../../../../src/commands/call/live/message.ts";
import { messages } from "./build.ts";

const sized = (number: number, bytes: number): Message => ({
	number,
	atMs: 0,
	body: new Uint8Array(bytes),
});

test("the newest are kept, by count", () => {
	const { messages: kept } = keep(NONE_KEPT, messages(1, MAX_MESSAGES + 3));
	expect(kept).toHaveLength(MAX_MESSAGES);
	expect(kept[0]?.number).toBe(4);
});

test("the newest are kept, by bytes", () => {
	const half = MAX_BYTES / 2;
	const two = keep(NONE_KEPT, [sized(1, half), sized(2, half)]);
	expect(two.messages).toHaveLength(2);
	const { messages: kept, bytes } = keep(two, [sized(3, 1)]);
	expect(kept.map(({ number }) => number)).toEqual([2, 3]);
	expect(bytes).toBe(half + 1);
});

test("one that is larger than all that is kept is kept alone", () => {
	const { messages: kept } = keep(NONE_KEPT, [
		sized(1, 1),
		sized(2, MAX_BYTES + 1),
	]);
	expect(kept.map(({ number }) => number)).toEqual([2]);
});

test("a message is found by its number", () => {
	const kept = keep(NONE_KEPT, messages(7, 3));
	expect(messageAt(kept, 8)?.number).toBe(8);
	expect(messageAt(kept, 6)).toBeUndefined();
	expect(messageAt(kept, 10)).toBeUndefined();
});
