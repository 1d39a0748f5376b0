import type { Key } from "ink";
import { Text } from "ink";
import { render } from "ink-testing-library";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { keyHelpLine } from "../../../../src/render/ink/key-help.ts";
import {
	type KeyBinding,
	keyEvents,
	useKeys,
} from "../../../../src/render/ink/keys.ts";
import { plainText } from "../../../../src/render/span.ts";

const NO_KEY: Key = {
	upArrow: false,
	downArrow: false,
	leftArrow: false,
	rightArrow: false,
	pageDown: false,
	pageUp: false,
	home: false,
	end: false,
	return: false,
	escape: false,
	ctrl: false,
	shift: false,
	tab: false,
	backspace: false,
	delete: false,
	meta: false,
	super: false,
	hyper: false,
	capsLock: false,
	numLock: false,
};

describe("keyEvents", () => {
	it.each([
		["", { upArrow: true }, ["up"]],
		["", { pageDown: true }, ["pagedown"]],
		["\r", { return: true }, ["enter"]],
		["u", { ctrl: true }, ["ctrl+u"]],
		["j", { meta: true }, ["alt+j"]],
		["G", { shift: true }, ["G"]],
		["/é 漢\r", {}, ["/", "é", "space", "漢", "enter"]],
		["\t\x7f", {}, ["tab", "backspace"]],
		["a\x15\x00", {}, ["a", "ctrl+u", "ctrl+@"]],
		["", {}, []],
	])("%j with %j are %j", (input, key, names) => {
		const events = keyEvents(input, { ...NO_KEY, ...key });
		expect(events.map((event) => event.name)).toEqual(names);
	});
});

/** `o` switches to a second set of keys, in which text is collected and enter switches back. */
function TwoModes() {
	const [mode, setMode] = useState<"closed" | "open">("closed");
	const [text, setText] = useState("");
	useKeys(
		mode === "closed"
			? { bindings: [{ keys: ["o"], run: () => setMode("open") }] }
			: {
					bindings: [{ keys: ["enter"], run: () => setMode("closed") }],
					onText: (typed) => setText(text + typed),
				},
	);
	return <Text>{`${mode} ${text}`}</Text>;
}

describe("useKeys", () => {
	it("sees the effect of each key before the next, though they come at once", async () => {
		const { stdin, lastFrame, unmount } = render(<TwoModes />);
		stdin.write("xoabo\rxoc");
		await expect.poll(() => lastFrame()).toBe("open aboc");
		unmount();
	});

	it("takes what is pasted for text, of one line, and presses no keys by it", async () => {
		const { stdin, lastFrame, unmount } = render(<TwoModes />);
		const paste = (text: string) => stdin.write(`\x1b[200~${text}\x1b[201~`);
		paste("o\r");
		stdin.write("o");
		await expect.poll(() => lastFrame()).toBe("open");
		paste("web-1\r\n\tweb-2\x07\n");
		stdin.write("!");
		await expect.poll(() => lastFrame()).toBe("open web-1 web-2!");
		unmount();
	});
});

const binding = (keys: string, does: string): KeyBinding => ({
	keys: [keys],
	help: { keys, does },
	run() {},
});

describe("keyHelpLine", () => {
	const bindings = [
		binding("s", "status"),
		{ keys: ["j"], run() {} },
		binding("/", "filter"),
		binding("q", "quit"),
	];
	it.each([
		[80, "s status  / filter  q quit"],
		[26, "s status  / filter  q quit"],
		[25, "s status  q quit"],
		[10, "q quit"],
	])("in %i columns", (columns, text) => {
		expect(plainText(keyHelpLine(bindings, columns))).toBe(text);
	});

	it("is empty without keys to show", () => {
		expect(plainText(keyHelpLine([], 80))).toBe("");
	});
});
