import { changeFilter, type FilterAction } from "../../../render/ink/filter.ts";
import type { MessageTexts } from "./message-texts.ts";
import { type ScreenState, shownOf } from "./screen-state.ts";
import { scrolledToMatch } from "./scroll-to-match.ts";
import { findMessage, type SearchStep } from "./search.ts";
import { reopened, selected, selectedOf } from "./selecting.ts";

/** Changes the text of the search, and moves to its first match. */
export function searched(
	state: ScreenState,
	action: FilterAction,
	texts: MessageTexts,
): ScreenState {
	const { search, place } = state;
	switch (action.kind) {
		case "open":
			return {
				...state,
				search: { mode: "typing", text: "", origin: place, found: "yes" },
			};
		case "accept":
			return {
				...state,
				search: { ...search, ...changeFilter(search, action) },
			};
		case "type":
		case "backspace":
		case "clear":
		case "cancel": {
			const filter = changeFilter(search, action);
			const after = { ...state, search: { ...search, ...filter } };
			// When an accepted search is dropped, the screen stays at the message that it found.
			return search.mode === "on" ? after : foundFirst(after, texts);
		}
	}
}

/**
 * Returns the screen at the first match, counted from where the search began. If the search is empty, returns the screen where
 * it began.
 */
function foundFirst(state: ScreenState, texts: MessageTexts): ScreenState {
	const { search } = state;
	const back = reopened({ ...state, place: search.origin });
	const number = selectedOf(back)?.number;
	if (search.text === "" || number === undefined)
		return { ...back, search: { ...search, found: "yes" } };
	return foundAt(back, { kind: "from", number }, texts);
}

/** Moves to the next match. In the open message that is one outside the view; otherwise it is one in a newer or older message. */
export function searchedOn(
	state: ScreenState,
	kind: "next" | "previous",
	texts: MessageTexts,
): ScreenState {
	const number = selectedOf(state)?.number;
	if (number === undefined || state.search.text === "") return state;
	const beyond = kind === "next" ? "below" : "above";
	return (
		scrolledToMatch(state, beyond, texts) ??
		foundAt(state, { kind, number }, texts)
	);
}

function foundAt(
	state: ScreenState,
	step: SearchStep,
	texts: MessageTexts,
): ScreenState {
	const { search } = state;
	const { kept } = shownOf(state);
	const number = findMessage(kept, search.text, step, texts);
	if (number === undefined)
		return { ...state, search: { ...search, found: "no" } };
	const at = selected(
		{ ...state, search: { ...search, found: "yes" } },
		number,
	);
	const nearest = step.kind === "previous" ? "last" : "first";
	return scrolledToMatch(at, nearest, texts) ?? at;
}
