import { expect, test } from "vitest";
import { openOutgoing } from "../../../../../src/commands/call/live/outgoing.ts";

async function* given(...numbers: readonly number[]) {
	for (const number of numbers) yield Uint8Array.of(number);
}

function open(more: "none" | "until-closed", ...first: readonly number[]) {
	const seen: (number | string)[] = [];
	const outgoing = openOutgoing({
		first: given(...first),
		more,
		onSent: () => seen.push("sent"),
		onEnd: () => seen.push("end"),
	});
	const read = async () => {
		for await (const [number = -1] of outgoing.requests) seen.push(number);
	};
	return { outgoing, seen, read };
}

test("what the command line gives is all there is, for a method that takes one", async () => {
	const { seen, read, outgoing } = open("none", 1);
	outgoing.push([Uint8Array.of(9)]);
	await read();
	expect(seen).toEqual([1, "sent", "end"]);
});

test("what is typed follows, until sending is closed", async () => {
	const { seen, read, outgoing } = open("until-closed", 1);
	const done = read();
	outgoing.push([Uint8Array.of(2), Uint8Array.of(3)]);
	outgoing.close();
	outgoing.push([Uint8Array.of(4)]);
	await done;
	expect(seen).toEqual([1, "sent", 2, "sent", 3, "sent", "end"]);
});

test("a message that comes late wakes who waits for it", async () => {
	const { outgoing } = open("until-closed");
	const next = outgoing.requests.next();
	outgoing.push([Uint8Array.of(5)]);
	expect((await next).value).toEqual(Uint8Array.of(5));
	const last = outgoing.requests.next();
	outgoing.close();
	expect((await last).done).toBe(true);
});
