import { hold, selectIn, windowOf } from "./list-place.ts";
import { type Message, messageAt } from "./message.ts";
import { bodyOf, type ScreenState, shownOf } from "./screen-state.ts";

/** Returns the selected message, if there is one. */
export function selectedOf(state: ScreenState): Message | undefined {
	const { kept } = shownOf(state);
	const seen = windowOf(state.place, kept, bodyOf(state).rows);
	return seen === undefined ? undefined : messageAt(kept, seen.selected);
}

/** Returns the screen with that message selected. If a message is open, the selected one is opened in its place. */
export function selected(state: ScreenState, number: number): ScreenState {
	const { kept } = shownOf(state);
	const place = selectIn(state.place, number, kept, bodyOf(state).rows);
	return reopened({ ...state, place });
}

/** Returns the screen with the selected message open, if a message was open. Otherwise returns the screen as it is. */
export function reopened(state: ScreenState): ScreenState {
	return state.mode.kind === "message" ? opened(state) : state;
}

/** Returns the screen with the selected message open. It stays selected when others come. */
export function opened(state: ScreenState): ScreenState {
	const message = selectedOf(state);
	if (message === undefined) return state;
	const { kept } = shownOf(state);
	return {
		...state,
		place: hold(state.place, kept, bodyOf(state).rows),
		mode: { kind: "message", message, top: 0 },
	};
}
