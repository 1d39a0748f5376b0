import type { KeyEvent } from "../../../render/ink/keys.ts";
import type { Motion } from "../../../render/ink/table-cursor.ts";
import { HELP_LINES } from "./help-lines.ts";
import { EMPTY_LINE, editLine, lineText } from "./input-line.ts";
import { type Action, keysOf, type Sends } from "./keys.ts";
import { moveList } from "./list-place.ts";
import type { MessageTexts } from "./message-texts.ts";
import { metadataLines } from "./metadata-lines.ts";
import { messageLines, moveTop } from "./reading.ts";
import { bodyOf, type ScreenState, shownOf, typed } from "./screen-state.ts";
import { scrolledToMatch } from "./scroll-to-match.ts";
import { searched, searchedOn } from "./searching.ts";
import { opened, selected, selectedOf } from "./selecting.ts";

/** What a key asks of the call, in addition to its change of the screen. */
export type Effect =
	| { readonly kind: "send"; readonly text: string }
	| { readonly kind: "half-close" }
	| { readonly kind: "quit" };

/** The result of a key. */
type Pressed = {
	readonly state: ScreenState;
	readonly effect?: Effect;
};

/** What decides the meaning of keys. */
export type Keyboard = {
	readonly sends: Sends;
	readonly texts: MessageTexts;
};

/**
 * Returns the screen after a key. A key that is not one of the screen's goes to the line that the user is typing, if there is one.
 */
export function press(
	state: ScreenState,
	event: KeyEvent,
	keyboard: Keyboard,
): Pressed {
	const key = keysOf(state, keyboard.sends).find(({ keys }) =>
		keys.includes(event.name),
	);
	if (key !== undefined) return act(state, key.action, keyboard);
	const { search, mode } = state;
	if (search.mode === "typing")
		return event.text === undefined
			? { state }
			: {
					state: searched(
						state,
						{ kind: "type", text: event.text },
						keyboard.texts,
					),
				};
	return mode.kind === "input"
		? { state: typed(state, editLine(mode.line, event)) }
		: { state };
}

function act(state: ScreenState, action: Action, { texts }: Keyboard): Pressed {
	switch (action.kind) {
		case "move":
			return { state: moved(state, action.motion, texts) };
		case "open": {
			const open = opened(state);
			return { state: scrolledToMatch(open, "first", texts) ?? open };
		}
		case "older":
			return { state: turned(state, -1) };
		case "newer":
			return { state: turned(state, 1) };
		case "close":
			return { state: closed(state) };
		case "metadata":
			return { state: { ...state, mode: { kind: "metadata", top: 0 } } };
		case "help":
			return { state: withHelp(state) };
		case "search":
			return { state: searched(state, action.change, texts) };
		case "search-on":
			return { state: searchedOn(state, action.to, texts) };
		case "pause": {
			const held = state.held === undefined ? state.call : undefined;
			return { state: { ...state, held } };
		}
		case "half-close":
		case "quit":
			return { state, effect: { kind: action.kind } };
		case "input":
			return {
				state: {
					...state,
					mode: { kind: "input", line: EMPTY_LINE, fault: [] },
				},
			};
		case "recall":
			return { state: typed(state, { before: state.lastSent, after: "" }) };
		case "send":
			return sent(state);
	}
}

function withHelp(state: ScreenState): ScreenState {
	const { mode } = state;
	return mode.kind === "help" || mode.kind === "input"
		? state
		: { ...state, mode: { kind: "help", top: 0, over: mode } };
}

/** Returns the screen without what covers the list. If that is the help, returns what the help covers. */
function closed(state: ScreenState): ScreenState {
	const { mode } = state;
	return {
		...state,
		mode: mode.kind === "help" ? mode.over : { kind: "list" },
	};
}

/** An empty line is not a message. The empty message is `{}`. */
function sent(state: ScreenState): Pressed {
	if (state.mode.kind !== "input") return { state };
	const text = lineText(state.mode.line);
	return text.trim() === ""
		? { state }
		: { state, effect: { kind: "send", text } };
}

function moved(
	state: ScreenState,
	motion: Motion,
	texts: MessageTexts,
): ScreenState {
	const { mode, place } = state;
	const { rows, columns } = bodyOf(state);
	switch (mode.kind) {
		case "list":
		case "input": {
			const { kept } = shownOf(state);
			return { ...state, place: moveList(place, motion, kept, rows) };
		}
		case "message": {
			const { length } = messageLines(mode.message, columns, texts);
			// The first row shows the number of the message.
			const top = moveTop(mode.top, motion, length, rows - 1);
			return { ...state, mode: { ...mode, top } };
		}
		case "metadata": {
			const { length } = metadataLines(state.call, columns);
			const top = moveTop(mode.top, motion, length, rows);
			return { ...state, mode: { ...mode, top } };
		}
		case "help": {
			const top = moveTop(mode.top, motion, HELP_LINES.length, rows);
			return { ...state, mode: { ...mode, top } };
		}
	}
}

/** Returns the screen with the message before or after the selected one. */
function turned(state: ScreenState, by: 1 | -1): ScreenState {
	const number = selectedOf(state)?.number;
	return number === undefined ? state : selected(state, number + by);
}
