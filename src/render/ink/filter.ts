import { useReducer } from "react";
import { beginningOf } from "../../cut-text.ts";
import { dim, type StyledText, strong } from "../span.ts";
import type { KeyBinding, KeyMap } from "./keys.ts";

/** A filter as it stands: off, being typed, or in force. While it is typed it is in force already. */
export type FilterState = {
	readonly mode: "off" | "typing" | "on";
	readonly text: string;
};

export type FilterAction =
	| { readonly kind: "open" }
	| { readonly kind: "type"; readonly text: string }
	| { readonly kind: "backspace" }
	| { readonly kind: "clear" }
	| { readonly kind: "accept" }
	| { readonly kind: "cancel" };

/** Longer than any name in Kubernetes; a paste cannot fill the memory. */
const MAX_LENGTH = 256;
const OFF: FilterState = { mode: "off", text: "" };

/** What an action makes of a filter. */
export function changeFilter(
	state: FilterState,
	action: FilterAction,
): FilterState {
	switch (action.kind) {
		case "open":
			return { ...state, mode: "typing" };
		case "type":
			return {
				...state,
				text: beginningOf(state.text + action.text, MAX_LENGTH),
			};
		case "backspace":
			return state.text === ""
				? OFF
				: { ...state, text: Array.from(state.text).slice(0, -1).join("") };
		case "clear":
			return { ...state, text: "" };
		case "accept":
			return state.text === "" ? OFF : { ...state, mode: "on" };
		case "cancel":
			return OFF;
	}
}

/** Whether a text matches: every word of the filter is in it, in capitals or not. */
export function matchesFilter(text: string, filter: string): boolean {
	const within = text.toLowerCase();
	return filter
		.toLowerCase()
		.split(/\s+/)
		.every((word) => within.includes(word));
}

/** A filter with its keys: `typing` takes the keyboard while it is set, `bindings` belong beside a screen's own. */
type Filter = FilterState & {
	readonly bindings: readonly KeyBinding[];
	readonly typing: KeyMap | undefined;
};

/** Keeps a filter: `/` opens it, enter keeps it, escape drops it. */
export function useFilter(): Filter {
	const [state, dispatch] = useReducer(changeFilter, OFF);
	const act = (kind: Exclude<FilterAction["kind"], "type">) => () =>
		dispatch({ kind });
	const typing: KeyMap = {
		bindings: [
			{
				keys: ["enter"],
				run: act("accept"),
				help: { keys: "enter", does: "keep" },
			},
			{ keys: ["backspace", "ctrl+h"], run: act("backspace") },
			{ keys: ["ctrl+u", "ctrl+w"], run: act("clear") },
			{
				keys: ["escape"],
				run: act("cancel"),
				help: { keys: "esc", does: "drop" },
			},
		],
		onText: (text) => dispatch({ kind: "type", text }),
	};
	return {
		...state,
		typing: state.mode === "typing" ? typing : undefined,
		bindings: [
			{ keys: ["/"], run: act("open"), help: { keys: "/", does: "filter" } },
			...(state.mode === "on"
				? [{ keys: ["escape"], run: act("cancel") }]
				: []),
		],
	};
}

/** A filter as its line shows it: with a cursor while it is typed, else with the way to drop it. */
export function filterLine(state: FilterState): StyledText {
	if (state.mode === "off") return "";
	const typed: StyledText = [strong("/"), state.text];
	return state.mode === "typing"
		? [typed, "▏"]
		: [typed, dim("  esc drops it")];
}
