import { padTo, type StyledText, strong } from "../../../render/span.ts";

const KEYS: readonly (readonly [keys: string, does: string])[] = [
	["↑ ↓ k j", "older, newer; in a message a line"],
	["PgUp PgDn", "a page"],
	["g G", "first, last; at the last it follows"],
	["enter", "the message in full, and back"],
	["← →", "the message before, after it"],
	["/", "search; n next, N previous, esc drops"],
	["space p", "stop the view; the call goes on"],
	["i", "type a message; enter sends it"],
	["e", "half-close: nothing more is sent"],
	["q", "quit; a call under way is cancelled"],
	["ctrl+c", "interrupt"],
];

/** The page of help: each key of the screen, and what it does. */
export const HELP_LINES: readonly StyledText[] = KEYS.map(([keys, does]) => [
	...padTo(strong(keys), 11),
	does,
]);
