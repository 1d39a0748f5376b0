import { type Key, useInput, usePaste } from "ink";
import { useEffect, useEffectEvent, useRef, useState } from "react";

/** What happens when the user presses a key. */
export type KeyBinding = {
	/** The names that {@link keyEvents} returns: `q`, `/`, `up`, `enter`, `ctrl+u`. */
	readonly keys: readonly string[];
	/** The text for the help line: `{keys: "s", does: "status"}`. A key without it works but is not shown. */
	readonly help?: { readonly keys: string; readonly does: string };
	readonly run: () => void;
};

/** What the keys do at the moment. Text that no binding takes goes to `onText`. */
export type KeyMap = {
	readonly bindings: readonly KeyBinding[];
	readonly onText?: (text: string) => void;
};

/** One key: its name, and the text that it types, if any. */
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

/** Returns the keys in what ink calls one input: several characters may arrive at once from fast typing or a slow line. */
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

/** ASCII's control characters are ctrl with the 32 characters from `@` on. */
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
 * Runs the bindings of keys. It finishes one key and draws its effect before it looks up the next: `/` and the letters after it
 * may arrive together. An error in a binding ends the screen.
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
	// The count changes once the effect of the last key is drawn.
	useEffect(() => pressNext(), [pressed]);
	const take = (...events: readonly KeyEvent[]) => {
		waiting.current.push(...events);
		if (state.current === "idle") pressNext();
	};
	useInput((input, key) => take(...keyEvents(input, key)));
	usePaste((pasted) => take(pasteEvent(pasted)));
}
