import { type Key, useInput, usePaste } from "ink";
import { useEffect, useEffectEvent, useRef, useState } from "react";

/** What a key does. */
export type KeyBinding = {
	/** Names as {@link keyEvents} gives them: `q`, `/`, `up`, `enter`, `ctrl+u`. */
	readonly keys: readonly string[];
	/** How the help line shows it: `{keys: "s", does: "status"}`; without it the key works but is not shown. */
	readonly help?: { readonly keys: string; readonly does: string };
	readonly run: () => void;
};

/** What keys do at the moment. What no binding takes goes to `onText` if it is text. */
export type KeyMap = {
	readonly bindings: readonly KeyBinding[];
	readonly onText?: (text: string) => void;
};

/** One key: its name, and the text it types if it does. */
export type KeyEvent = { readonly name: string; readonly text?: string };

const NAMED: readonly (readonly [name: string, flag: keyof Key])[] = [
	["up", "upArrow"],
	["down", "downArrow"],
	["left", "leftArrow"],
	["right", "rightArrow"],
	["pageup", "pageUp"],
	["pagedown", "pageDown"],
	["home", "home"],
	["end", "end"],
	["enter", "return"],
	["escape", "escape"],
	["tab", "tab"],
	["backspace", "backspace"],
	["delete", "delete"],
];

/**
 * The keys in what ink calls one input. Fast typing, or a slow line, brings several characters at once; they are keys
 * all the same.
 */
export function keyEvents(input: string, key: Key): readonly KeyEvent[] {
	const named = NAMED.find(([, flag]) => key[flag] === true);
	if (named !== undefined) return [{ name: named[0] }];
	if (key.ctrl) return [{ name: `ctrl+${input}` }];
	if (key.meta) return [{ name: `alt+${input}` }];
	return Array.from(input, characterEvent);
}

function characterEvent(character: string): KeyEvent {
	switch (character) {
		case " ":
			return { name: "space", text: " " };
		case "\r":
		case "\n":
			return { name: "enter" };
		case "\t":
			return { name: "tab" };
		case "\x7f":
			return { name: "backspace" };
		default:
			return character < " "
				? { name: controlName(character) }
				: { name: character, text: character };
	}
}

/** ASCII's controls are what ctrl makes of the 32 characters from `@` on. */
function controlName(character: string): string {
	const letter = String.fromCharCode(character.charCodeAt(0) + 0x40);
	return `ctrl+${letter.toLowerCase()}`;
}

/**
 * Turns pasted text into text on one line. It must not press keys: the second line of a pasted list may hold a `q`. A terminal without xterm's
 * bracketed paste sends it as typing.
 */
function pasteEvent(pasted: string): KeyEvent {
	const text = pasted
		.trim()
		.replace(/\s+/g, " ")
		.replace(/\p{Cc}/gu, "");
	return { name: "paste", text };
}

function press(map: KeyMap, event: KeyEvent): void {
	const binding = map.bindings.find(({ keys }) => keys.includes(event.name));
	if (binding !== undefined) binding.run();
	else if (event.text !== undefined) map.onText?.(event.text);
}

/**
 * Runs what keys are bound to. One key is finished, and what it changed is drawn, before the next one is looked up: `/`
 * and the letters behind it may arrive together. What a binding throws ends the screen.
 */
export function useKeys(map: KeyMap): void {
	const waiting = useRef<KeyEvent[]>([]);
	const state = useRef<"idle" | "pressed">("idle");
	const [pressed, setPressed] = useState(0);
	const pressNext = useEffectEvent(() => {
		const event = waiting.current.shift();
		state.current = event === undefined ? "idle" : "pressed";
		if (event === undefined) return;
		try {
			press(map, event);
			setPressed((count) => count + 1);
		} catch (error) {
			setPressed(() => {
				throw error;
			});
		}
	});
	// When the count has changed, what the key did is drawn.
	useEffect(() => pressNext(), [pressed]);
	const take = (...events: readonly KeyEvent[]) => {
		waiting.current.push(...events);
		if (state.current === "idle") pressNext();
	};
	useInput((input, key) => take(...keyEvents(input, key)));
	usePaste((pasted) => take(pasteEvent(pasted)));
}
