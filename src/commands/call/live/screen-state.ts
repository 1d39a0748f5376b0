import type { FilterState } from "../../../render/ink/filter.ts";
import { type Area, bodyArea } from "../../../render/ink/screen-frame.tsx";
import type { StyledText } from "../../../render/span.ts";
import { wrap } from "../../../render/wrap.ts";
import {
	advance,
	type CallModel,
	type LiveFact,
	NEW_CALL,
} from "./call-model.ts";
import { EMPTY_LINE, type InputLine } from "./input-line.ts";
import type { ListPlace } from "./list-place.ts";
import type { Message } from "./message.ts";

/** What stands between header and footer, and who has the keys. */
type Mode =
	| { readonly kind: "list" }
	/** One message in full; `top` is the first of its lines that is seen. */
	| {
			readonly kind: "message";
			readonly message: Message;
			readonly top: number;
	  }
	/** Status, headers and trailers. */
	| { readonly kind: "metadata"; readonly top: number }
	| {
			readonly kind: "help";
			readonly top: number;
			/** What it lies over. */
			readonly over: Exclude<Mode, { readonly kind: "help" | "input" }>;
	  }
	/** A message is typed, below the list. */
	| {
			readonly kind: "input";
			readonly line: InputLine;
			/** What is wrong with what was to be sent, and what to try. */
			readonly fault: readonly string[];
	  };

type Search = FilterState & {
	/** Where the list was when the search began. */
	readonly origin: ListPlace;
	readonly found: "yes" | "no";
};

/** All that the live screen of a call shows. */
export type ScreenState = {
	readonly screen: Area;
	readonly call: CallModel;
	/** The call as it was when the view was stopped. Counting and keeping go on in `call`. */
	readonly held: CallModel | undefined;
	readonly place: ListPlace;
	readonly search: Search;
	readonly mode: Mode;
	/** What was sent from the input line last, to send it again. */
	readonly lastSent: string;
};

const FOLLOWING: ListPlace = { kind: "following" };

/** The screen of a call that begins. */
export function newScreen(screen: Area): ScreenState {
	return {
		screen,
		call: NEW_CALL,
		held: undefined,
		place: FOLLOWING,
		search: { mode: "off", text: "", origin: FOLLOWING, found: "yes" },
		mode: { kind: "list" },
		lastSent: "",
	};
}

/** What happens to a screen besides keys. */
export type ScreenEvent =
	| { readonly kind: "fact"; readonly fact: LiveFact }
	| { readonly kind: "resized"; readonly screen: Area }
	/** What was typed is on its way. */
	| { readonly kind: "accepted"; readonly text: string }
	/** What was typed is no message, and was not sent. */
	| { readonly kind: "refused"; readonly fault: readonly string[] };

/** The screen after an event. */
export function reduce(state: ScreenState, event: ScreenEvent): ScreenState {
	switch (event.kind) {
		case "fact": {
			const call = advance(state.call, event.fact);
			const typesInVain =
				state.mode.kind === "input" && call.sending === "closed";
			return {
				...state,
				call,
				mode: typesInVain ? { kind: "list" } : state.mode,
			};
		}
		case "resized":
			return { ...state, screen: event.screen };
		case "accepted":
			return { ...typed(state, EMPTY_LINE), lastSent: event.text };
		case "refused":
			return state.mode.kind === "input"
				? { ...state, mode: { ...state.mode, fault: event.fault } }
				: state;
	}
}

/** The screen with that in its input line, nothing being wrong with it as far as is known. */
export function typed(state: ScreenState, line: InputLine): ScreenState {
	return state.mode.kind === "input"
		? { ...state, mode: { kind: "input", line, fault: [] } }
		: state;
}

/** The call as it is shown. */
export function shownOf({ call, held }: ScreenState): CallModel {
	return held ?? call;
}

/** Rows of the header: a small screen has no room for an empty one. */
export function headerRows({ rows }: Area): number {
	return rows < 14 ? 2 : 3;
}

/** Rows that a fault may take. */
const FAULT_ROWS = 3;

/** What is wrong with what was to be sent, as lines of the screen. */
export function faultLines({
	mode,
	screen,
}: ScreenState): readonly StyledText[] {
	if (mode.kind !== "input") return [];
	return mode.fault
		.flatMap((line) => wrap(line, screen.columns))
		.slice(0, FAULT_ROWS);
}

/** Rows of the footer: the input line stands over its keys, with what is wrong with it above. */
function footerRows(state: ScreenState): number {
	if (state.mode.kind !== "input") return 2;
	return 2 + Math.max(1, faultLines(state).length);
}

/** The room between header and footer. */
export function bodyOf(state: ScreenState): Area {
	return bodyArea(state.screen, {
		header: Array(headerRows(state.screen)).fill(""),
		footer: Array(footerRows(state)).fill(""),
	});
}
