import { expect, test } from "vitest";
import { firstUndecodable } from "../../../../../src/commands/call/live/first-undecodable.ts";
import {
	keep,
	MAX_MESSAGES,
	type Message,
	NONE_KEPT,
} from "../../../../../src/commands/call/live/message.ts";
import { messages } from "./build.ts";

/** Makes the response of this number unreadable, and counts how many are read. */
function reading(bad: number) {
	let read = 0;
	const faultOf = ({ number }: Message) => {
		read++;
		return number === bad ? `no message ${number}` : undefined;
	};
	return { found: firstUndecodable(faultOf), reads: () => read };
}

test.each([
	[1, "no message 1"],
	[3, "no message 3"],
	[MAX_MESSAGES + 2, "no message 10002"],
	[0, undefined],
])("response %d that cannot be read is found, kept or not", (bad, reason) => {
	const { found } = reading(bad);
	let kept = NONE_KEPT;
	for (const arrived of [
		messages(1, 1),
		messages(2, MAX_MESSAGES),
		messages(MAX_MESSAGES + 2, 1),
	]) {
		const known = [...kept.messages, ...arrived];
		kept = keep(kept, arrived);
		found.drop(known, kept);
	}
	expect(found.reason(kept)).toBe(reason);
});

test("no response after the first unreadable one is read", () => {
	const { found, reads } = reading(2);
	const known = messages(1, 5);
	found.drop(known, { messages: known.slice(4), bytes: 0 });
	expect(found.reason({ messages: known.slice(4), bytes: 0 })).toBe(
		"no message 2",
	);
	expect(reads()).toBe(2);
});
