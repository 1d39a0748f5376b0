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

/** What is between header and footer, and what takes the keys. */
type Mode =
	| { readonly kind: "list" }
	/** One message in full. `top` is the first of its lines that is visible. */
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
			/** What the help covers. */
			readonly over: Exclude<Mode, { readonly kind: "help" | "input" }>;
	  }
	/** The user types a message below the list. */
	| {
			readonly kind: "input";
			readonly line: InputLine;
			/** Why the message was refused, and what to try. */
			readonly fault: readonly string[];
	  };

type Search = FilterState & {
	/** The position of the list when the search began. */
	readonly origin: ListPlace;
	readonly found: "yes" | "no";
};

/** Everything that the live screen of a call shows. */
export type ScreenState = {
	readonly screen: Area;
	readonly call: CallModel;
	/** The call at the moment when the user paused the view. `call` goes on counting and keeping. */
	readonly held: CallModel | undefined;
	readonly place: ListPlace;
	readonly search: Search;
	readonly mode: Mode;
	/** The last message that was sent from the input line, to send it again. */
	readonly lastSent: string;
};

const FOLLOWING: ListPlace = { kind: "following" };

/** Returns the screen of a new call. */
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

/** What changes a screen besides keys. */
export type ScreenEvent =
	| { readonly kind: "fact"; readonly fact: LiveFact }
	| { readonly kind: "resized"; readonly screen: Area }
	/** The typed message is on its way. */
	| { readonly kind: "accepted"; readonly text: string }
	/** The typed text is not a message and was not sent. */
	| { readonly kind: "refused"; readonly fault: readonly string[] };

/** Returns the screen after an event. */
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

/** Returns the screen with this input line and no error. Only a screen with an input line changes. */
export function typed(state: ScreenState, line: InputLine): ScreenState {
	return state.mode.kind === "input"
		? { ...state, mode: { kind: "input", line, fault: [] } }
		: state;
}

/** Returns the call that is visible: the paused one, if the view is paused. */
export function shownOf({ call, held }: ScreenState): CallModel {
	return held ?? call;
}

/** Returns the number of rows of the header. A small screen has no room for an empty row. */
export function headerRows({ rows }: Area): number {
	return rows < 14 ? 2 : 3;
}

/** The largest number of rows for an error. */
const FAULT_ROWS = 3;

/** Returns the lines that say why the typed message was refused. */
export function faultLines({
	mode,
	screen,
}: ScreenState): readonly StyledText[] {
	if (mode.kind !== "input") return [];
	return mode.fault
		.flatMap((line) => wrap(line, screen.columns))
		.slice(0, FAULT_ROWS);
}

/** Returns the number of rows of the footer. The input line is above the keys, and an error is above the input line. */
function footerRows(state: ScreenState): number {
	if (state.mode.kind !== "input") return 2;
	return 2 + Math.max(1, faultLines(state).length);
}

/** Returns the area between header and footer. */
export function bodyOf(state: ScreenState): Area {
	return bodyArea(state.screen, {
		header: headerRows(state.screen),
		footer: footerRows(state),
	});
}
