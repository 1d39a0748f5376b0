import { helpPage } from "../../../render/ink/key-help.ts";

/** The help page: each key of the screen, and what it does. */
export const HELP_LINES = helpPage([
	["↑ ↓ k j", "older, newer; a line up, down"],
	["PgUp PgDn", "a page up, down"],
	["g G", "first; last, and follow"],
	["enter", "a response in full, and back"],
	["← →", "the response before, after"],
	["m", "status, headers, trailers"],
	["/", "search; n next, N previous"],
	["esc", "back; drop the search"],
	["space p", "pause; the call goes on"],
	["i", "type a request to send"],
	["e", "half-close: send no more"],
	["q", "quit, and cancel the call"],
	["ctrl+c", "interrupt"],
]);
