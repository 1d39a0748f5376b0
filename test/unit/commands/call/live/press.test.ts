import { describe, expect, test } from "vitest";
import { lineText } from "../../../../../src/commands/call/live/input-line.ts";
import {
	reduce,
	type ScreenState,
} from "../../../../../src/commands/call/live/screen-state.ts";
import { selectedOf } from "../../../../../src/commands/call/live/selecting.ts";
import {
	ended,
	message,
	messages,
	pressAll,
	received,
	screenOf,
} from "./build.ts";

const FIFTY = screenOf([received(...messages(1, 50))]);
const more = (state: ScreenState, first: number, count: number) =>
	reduce(state, { kind: "fact", fact: received(...messages(first, count)) });

describe("the list", () => {
	test.each([
		[[], 50],
		[["up"], 49],
		[["k", "k", "j"], 49],
		[["up", "down"], 50],
		[["g"], 1],
		[["home", "down"], 2],
		// 24 rows, less three of the header and two of the footer, less the row that both pages show.
		[["pageup"], 32],
		[["g", "pagedown"], 19],
		[["g", "G"], 50],
		[["up", "end"], 50],
		[["g", "up"], 1],
		[["down"], 50],
	])("after %j has message %i selected", (keys, number) => {
		expect(selectedOf(pressAll(FIFTY, keys).state)?.number).toBe(number);
	});

	test("follows what comes until it is scrolled, and again from its end", () => {
		const scrolled = pressAll(FIFTY, ["up"]).state;
		expect(selectedOf(more(FIFTY, 51, 5))?.number).toBe(55);
		expect(selectedOf(more(scrolled, 51, 5))?.number).toBe(49);
		const atEnd = pressAll(scrolled, ["down"]).state;
		expect(selectedOf(more(atEnd, 51, 5))?.number).toBe(55);
	});

	test("moves on from a message that was dropped", () => {
		const oldest = pressAll(FIFTY, ["g"]).state;
		expect(selectedOf(more(oldest, 51, 10_000))?.number).toBe(51);
	});

	test("stands still while it is paused, and the call is counted on", () => {
		const paused = more(pressAll(FIFTY, ["space"]).state, 51, 5);
		expect(selectedOf(paused)?.number).toBe(50);
		expect(paused.call.received).toBe(55);
		expect(selectedOf(pressAll(paused, ["p"]).state)?.number).toBe(55);
	});
});

describe("a message in full", () => {
	test("is opened and left", () => {
		const open = pressAll(FIFTY, ["up", "enter"]).state;
		expect(open.mode).toMatchObject({ kind: "message", top: 0 });
		expect(pressAll(open, ["escape"]).state.mode.kind).toBe("list");
	});

	test.each([
		[["left"], 49],
		[["left", "left", "right"], 49],
		[["right"], 50],
	])("with %j is that beside it", (keys, number) => {
		const { mode } = pressAll(FIFTY, ["enter", ...keys]).state;
		expect(mode).toMatchObject({ message: { number } });
	});

	test("stays open when others come and it is dropped", () => {
		const open = pressAll(FIFTY, ["enter"]).state;
		expect(more(open, 51, 20_000).mode).toMatchObject({
			message: { number: 50 },
		});
	});

	test("is scrolled no further than its end", () => {
		const small = screenOf([received(message(1))], { columns: 20, rows: 6 });
		const at = (...keys: readonly string[]) =>
			pressAll(small, ["enter", ...keys]).state.mode;
		// The message has four lines. One of them is visible beside the line that says which message it is.
		expect(at("down")).toMatchObject({ top: 1 });
		expect(at("G")).toMatchObject({ top: 3 });
		expect(at("G", "down", "up")).toMatchObject({ top: 2 });
	});

	test("is not there where nothing came", () => {
		expect(pressAll(screenOf([]), ["enter", "up", "g"]).state.mode.kind).toBe(
			"list",
		);
	});
});

describe("search", () => {
	const at = (...keys: readonly string[]) =>
		selectedOf(pressAll(FIFTY, keys).state)?.number;

	test.each([
		// The search begins at the newest and goes on to the nearest older one.
		[["/", "m", "4", "7"], 47],
		[["/", "M", "4"], 49],
		[["g", "/", "m", "4"], 4],
		[["g", "/", "m", "4", "enter", "n"], 40],
		[["g", "/", "m", "4", "enter", "n", "N"], 4],
		[["g", "/", "m", "4", "enter", "N"], 49],
		[["g", "/", "m", "4", "backspace"], 1],
		[["g", "/", "m", "4", "escape"], 1],
		[["g", "/", "z"], 1],
		[["g", "/", "(", "["], 1],
		[["g", "enter", "/", "m", "3", "enter", "n"], 30],
	])("after %j is at message %i", (keys, number) => {
		expect(at(...keys)).toBe(number);
	});

	test("says that there is none, also when it is kept", () => {
		const none = pressAll(FIFTY, ["/", "z", "enter"]).state;
		expect(none.search).toMatchObject({ mode: "on", text: "z", found: "no" });
		expect(pressAll(none, ["escape"]).state.search.mode).toBe("off");
	});

	test("opens what it comes to, where a message is open", () => {
		const { mode } = pressAll(FIFTY, ["enter", "/", "m", "4", "7"]).state;
		expect(mode).toMatchObject({ message: { number: 47 } });
	});
});

describe("search in a message that is longer than the screen", () => {
	// Three lines come before the list: w30 is on the line 33, counted from 0.
	const long = (number: number) => {
		const lines = Array.from({ length: 50 }, (_, at) => `w${at}`);
		const body = Buffer.from(JSON.stringify({ number, lines }));
		return { ...message(number), body };
	};
	const TWO = screenOf([received(long(1), long(2), message(3))]);
	// 24 rows, less three of the header, two of the footer and one that says which message it is.
	const ROOM = 18;
	const at = (...keys: readonly string[]) => {
		const { mode } = pressAll(TWO, ["g", ...keys]).state;
		if (mode.kind !== "message") throw new Error(mode.kind);
		return { number: mode.message.number, top: mode.top };
	};
	const showing = (line: number) => line - ROOM / 2;

	test.each([
		[["enter", "/", "w", "3", "0"], 1, showing(33)],
		[["/", "w", "3", "0", "enter", "enter"], 1, showing(33)],
		// A match that is in view already does not move the view.
		[["enter", "/", "w", "9"], 1, 0],
		[["enter", "/", "w", "4", "enter", "n"], 1, showing(43)],
		[["enter", "/", "w", "3", "0", "enter", "n"], 2, showing(33)],
		[["enter", "/", "w", "3", "0", "enter", "n", "n"], 1, showing(33)],
		[["enter", "/", "w", "4", "enter", "G", "N"], 1, 0],
	])("after %j message %i is seen from line %i", (keys, number, top) => {
		expect(at(...keys)).toEqual({ number, top });
	});
});

describe("sending", () => {
	const typing = pressAll(FIFTY, ["i", "{", "}", "enter"]);

	test("is asked for with what was typed, which stays until it is on its way", () => {
		expect(typing.effects).toEqual([{ kind: "send", text: "{}" }]);
		expect(lineOf(typing.state)).toBe("{}");
		const accepted = reduce(typing.state, { kind: "accepted", text: "{}" });
		expect(lineOf(accepted)).toBe("");
		expect(lineOf(pressAll(accepted, ["up"]).state)).toBe("{}");
	});

	test("says what is wrong until more is typed", () => {
		const fault = ["message:1:1: no", "did you mean yes?"];
		const refused = reduce(typing.state, { kind: "refused", fault });
		expect(refused.mode).toMatchObject({ fault });
		expect(lineOf(refused)).toBe("{}");
		const { mode } = pressAll(refused, ["x"]).state;
		expect(mode).toMatchObject({ fault: [] });
	});

	test("sends no empty line, and takes letters for text", () => {
		const { state, effects } = pressAll(FIFTY, ["i", "enter", "q", "?", "e"]);
		expect(effects).toEqual([]);
		expect(lineOf(state)).toBe("q?e");
	});

	test.each<[readonly string[], string]>([
		[["a", "b", "left", "X"], "aXb"],
		[["a", "b", "home", "delete", "X"], "Xb"],
		[["a", "b", "left", "left", "right", "backspace"], "b"],
		[["a", "b", "ctrl+u"], ""],
		[["a", "b", "ctrl+a", "ctrl+k"], ""],
		[["a", " ", "b", "c", "ctrl+w", "d"], "a d"],
		[["日", "本", "left", "backspace"], "本"],
		[["😀", "😀", "backspace", "left", "delete"], ""],
		[["tab", "f1"], ""],
	])("typing %j gives %j", (keys, text) => {
		expect(lineOf(pressAll(FIFTY, ["i", ...keys]).state)).toBe(text);
	});

	test.each([
		["half-closed", { kind: "half-closed" }],
		["ended", ended()],
	] as const)("is over when the call is %s", (_, fact) => {
		const over = reduce(pressAll(FIFTY, ["i"]).state, { kind: "fact", fact });
		expect(over.mode.kind).toBe("list");
		const { state, effects } = pressAll(over, ["i", "e"]);
		expect(state.mode.kind).toBe("list");
		expect(effects).toEqual([]);
	});

	test("is not for a method that takes one message", () => {
		const { state, effects } = pressAll(FIFTY, ["i", "e"], "one");
		expect(state.mode.kind).toBe("list");
		expect(effects).toEqual([]);
	});
});

test("e half-closes and q quits", () => {
	expect(pressAll(FIFTY, ["e", "q"]).effects).toEqual([
		{ kind: "half-close" },
		{ kind: "quit" },
	]);
});

test("help is left to where it was asked for", () => {
	const open = pressAll(FIFTY, ["enter", "?"]).state;
	expect(open.mode.kind).toBe("help");
	expect(pressAll(open, ["escape"]).state.mode.kind).toBe("message");
	expect(pressAll(FIFTY, ["?", "?"]).state.mode.kind).toBe("list");
});

function lineOf({ mode }: ScreenState): string | undefined {
	return mode.kind === "input" ? lineText(mode.line) : undefined;
}

describe("the metadata", () => {
	const open = pressAll(FIFTY, ["m"]).state;

	test("lies over the list, and leads back to it", () => {
		expect(open.mode).toEqual({ kind: "metadata", top: 0 });
		for (const name of ["m", "escape", "enter"])
			expect(pressAll(open, [name]).state.mode.kind).toBe("list");
	});

	test("stays when the call ends, and below the help", () => {
		const after = reduce(open, { kind: "fact", fact: ended() });
		expect(after.mode.kind).toBe("metadata");
		expect(pressAll(after, ["?", "escape"]).state.mode.kind).toBe("metadata");
	});
});
