import { helpPage } from "../../../render/ink/key-help.ts";
import { dim, type StyledText } from "../../../render/span.ts";

/** The help page: each key of the screen, and the letters of a row's past. */
export const LIVE_HELP: readonly StyledText[] = [
	...helpPage([
		["↑ ↓ k j", "the pod above, below, with its findings"],
		["PgUp PgDn", "a page up, down"],
		["g G", "the first, the last pod"],
		["s p n", "sort by status, pod, node"],
		["/", "filter; esc drops it"],
		["space", "pause; nothing is lost"],
		["q", "quit, and print the table"],
		["ctrl+c", "interrupt"],
	]),
	"",
	dim("LAST MINUTE"),
	...helpPage([
		["S N", "SERVING, NOT_SERVING"],
		["x ?", "UNREACHABLE, another answer"],
		["·", "no answer yet"],
	]),
];
