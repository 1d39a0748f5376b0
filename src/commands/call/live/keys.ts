import type { FilterAction } from "../../../render/ink/filter.ts";
import type { HelpedKey } from "../../../render/ink/key-help.ts";
import { MOTION_KEYS, type Motion } from "../../../render/ink/table-cursor.ts";
import type { ScreenState } from "./screen-state.ts";

/** What a key of the screen does. */
export type Action =
	| { readonly kind: "move"; readonly motion: Motion }
	| { readonly kind: "open" | "close" | "older" | "newer" | "metadata" }
	| { readonly kind: "search"; readonly change: FilterAction }
	| { readonly kind: "search-on"; readonly to: "next" | "previous" }
	| { readonly kind: "pause" | "half-close" | "help" | "quit" }
	| { readonly kind: "input" | "send" | "recall" };

/** A key: its names, its action, and what the footer says about it. */
type ScreenKey = HelpedKey & {
	readonly keys: readonly string[];
	readonly action: Action;
};

/** What a method takes: one request, which is sent at once, or as many as the user types. */
export type Sends = "one" | "stream";

const MOTIONS: readonly ScreenKey[] = MOTION_KEYS.map(([motion, keys]) => ({
	keys,
	action: { kind: "move", motion },
}));

/** Names of keys as the user knows them. */
const SHOWN: Readonly<Record<string, string>> = { escape: "esc", left: "← →" };

function key(
	keys: readonly [string, ...string[]],
	action: Action,
	does?: string,
): ScreenKey {
	if (does === undefined) return { keys, action };
	return { keys, action, help: { keys: SHOWN[keys[0]] ?? keys[0], does } };
}

const change = (kind: Exclude<FilterAction["kind"], "type">): Action => ({
	kind: "search",
	change: { kind },
});

const SEARCH_KEYS: readonly ScreenKey[] = [
	key(["/"], change("open"), "search"),
];

const SEARCHING_ON: readonly ScreenKey[] = [
	key(["n"], { kind: "search-on", to: "next" }, "next"),
	key(["N"], { kind: "search-on", to: "previous" }, "previous"),
];

const TYPING_SEARCH: readonly ScreenKey[] = [
	key(["enter"], change("accept"), "keep"),
	key(["backspace", "ctrl+h"], change("backspace")),
	key(["ctrl+u", "ctrl+w"], change("clear")),
	key(["escape"], change("cancel"), "drop"),
];

const TYPING_MESSAGE: readonly ScreenKey[] = [
	key(["enter"], { kind: "send" }, "send"),
	key(["up"], { kind: "recall" }, "last one"),
	...MOTIONS.filter(({ keys }) => keys.some((name) => name.startsWith("page"))),
	key(["escape"], { kind: "close" }, "leave"),
];

const SENDING: readonly ScreenKey[] = [
	key(["i"], { kind: "input" }, "type"),
	key(["e"], { kind: "half-close" }, "half-close"),
];

const HELP = key(["?"], { kind: "help" }, "help");
const QUIT = key(["q"], { kind: "quit" }, "quit");

/** Returns the keys that have a meaning now, in the order of the footer. */
export function keysOf(state: ScreenState, sends: Sends): readonly ScreenKey[] {
	const { mode, search, call } = state;
	if (search.mode === "typing") return TYPING_SEARCH;
	const searching = search.mode === "on" ? SEARCHING_ON : [];
	switch (mode.kind) {
		case "input":
			return TYPING_MESSAGE;
		case "help":
			return [
				...MOTIONS,
				key(["escape", "?", "enter"], { kind: "close" }, "back"),
				QUIT,
			];
		case "metadata":
			return [
				...MOTIONS,
				key(["escape", "m", "enter"], { kind: "close" }, "back"),
				HELP,
				QUIT,
			];
		case "message":
			return [
				...MOTIONS,
				key(["escape", "enter"], { kind: "close" }, "back"),
				key(["left"], { kind: "older" }, "other responses"),
				key(["right"], { kind: "newer" }),
				...searching,
				...SEARCH_KEYS,
				HELP,
				QUIT,
			];
		case "list":
			return [
				...MOTIONS,
				...(sends === "stream" && call.sending === "open" ? SENDING : []),
				...searching,
				key(["enter"], { kind: "open" }, "open"),
				...SEARCH_KEYS,
				...(search.mode === "on" ? [key(["escape"], change("cancel"))] : []),
				HELP,
				key(["m"], { kind: "metadata" }, "meta"),
				key(
					["space", "p"],
					{ kind: "pause" },
					state.held === undefined ? "pause" : "go on",
				),
				QUIT,
			];
	}
}
