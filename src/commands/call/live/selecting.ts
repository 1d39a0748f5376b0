import { hold, selectIn, windowOf } from "./list-place.ts";
import { type Message, messageAt } from "./message.ts";
import { bodyOf, type ScreenState, shownOf } from "./screen-state.ts";

/** The message that is selected, if there is one. */
export function selectedOf(state: ScreenState): Message | undefined {
	const { kept } = shownOf(state);
	const seen = windowOf(state.place, kept, bodyOf(state).rows);
	return seen === undefined ? undefined : messageAt(kept, seen.selected);
}

/** The screen with that message selected; and opened, if one is open. */
export function selected(state: ScreenState, number: number): ScreenState {
	const { kept } = shownOf(state);
	const place = selectIn(state.place, number, kept, bodyOf(state).rows);
	return reopened({ ...state, place });
}

/** The screen as it is, or with the selected message in full where one was open. */
export function reopened(state: ScreenState): ScreenState {
	return state.mode.kind === "message" ? opened(state) : state;
}

/** The screen with the selected message in full. It stays selected when others come. */
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
