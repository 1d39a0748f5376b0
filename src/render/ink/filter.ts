import { useReducer } from "react";
import { beginningOf } from "../../cut-text.ts";
import { dim, type StyledText, strong } from "../span.ts";
import type { KeyBinding, KeyMap } from "./keys.ts";

/** The state of a filter: off, being typed, or on. It already applies while the user types it. */
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

/** Longer than any Kubernetes name. The limit keeps a paste from filling the memory. */
const MAX_LENGTH = 256;
const OFF: FilterState = { mode: "off", text: "" };

/** Returns the filter after an action. */
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

/** Whether a text contains every word of the filter, in any case. */
export function matchesFilter(text: string, filter: string): boolean {
	const within = text.toLowerCase();
	return filter
		.toLowerCase()
		.split(/\s+/)
		.every((word) => within.includes(word));
}

/** A filter with its keys. `typing` takes the keyboard while it is defined; `bindings` go with the screen's own. */
type Filter = FilterState & {
	readonly bindings: readonly KeyBinding[];
	readonly typing: KeyMap | undefined;
};

/** Keeps the state of a filter: `/` opens it, enter keeps it, escape drops it. */
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

/** Returns the line of a filter: with a cursor while the user types, otherwise with the key that drops it. */
export function filterLine(state: FilterState): StyledText {
	if (state.mode === "off") return "";
	const typed: StyledText = [strong("/"), state.text];
	return state.mode === "typing"
		? [typed, "▏"]
		: [typed, dim("  esc drops it")];
}
