import { expect, test, vi } from "vitest";
import { takeKeys } from "../../../../../src/commands/call/live/keyboard.ts";
import { newScreen } from "../../../../../src/commands/call/live/screen-state.ts";
import { createScreenStore } from "../../../../../src/commands/call/live/screen-store.ts";
import { PluginError } from "../../../../../src/errors.ts";
import { TEXTS } from "./build.ts";

function start() {
	const store = createScreenStore(newScreen({ columns: 80, rows: 24 }));
	const pushed: string[] = [];
	const closed = vi.fn();
	const quit = vi.fn();
	const fail = vi.fn();
	const take = takeKeys({
		store,
		keyboard: { sends: "stream", texts: TEXTS },
		outgoing: {
			push: (messages) =>
				pushed.push(...messages.map((one) => Buffer.from(one).toString())),
			close: closed,
		},
		encode: async (text) => {
			if (!text.endsWith("}"))
				throw new PluginError("bad-input", "it breaks off", { hint: ["}"] });
			return [Buffer.from(text)];
		},
		fail,
	});
	const type = (text: string) =>
		take(
			Array.from(text, (name) =>
				name === "\n" ? { name: "enter" } : { name, text: name },
			),
			quit,
		);
	return { store, pushed, closed, quit, fail, type };
}

test("lines pasted at once are one message each", async () => {
	const { pushed, type, store } = start();
	type('i{"a":1}\n{"b":2}\n');
	await expect.poll(() => pushed).toEqual(['{"a":1}', '{"b":2}']);
	await expect
		.poll(() => store.get().mode)
		.toMatchObject({ line: { before: "" } });
});

test("a message pasted over several lines is sent when it is complete", async () => {
	const { pushed, type } = start();
	type('i{\n"a":\n1}\n');
	await expect.poll(() => pushed).toEqual(['{"a":1}']);
});

test("text that is no message is kept, with what is wrong and what to try", async () => {
	const { pushed, type, store } = start();
	type("i{\n");
	await expect
		.poll(() => store.get().mode)
		.toMatchObject({
			line: { before: "{" },
			fault: ["it breaks off", "}"],
		});
	expect(pushed).toEqual([]);
});

test("half-closing and quitting are passed on", async () => {
	const { closed, quit, type } = start();
	type("eq");
	await expect.poll(() => quit).toHaveBeenCalledOnce();
	expect(closed).toHaveBeenCalledOnce();
});

test("what a key comes upon ends the screen, not the process", async () => {
	const { quit, fail, type } = start();
	quit.mockImplementation(() => {
		throw new Error("unforeseen");
	});
	type("q");
	await expect.poll(() => fail).toHaveBeenCalledWith(new Error("unforeseen"));
});
