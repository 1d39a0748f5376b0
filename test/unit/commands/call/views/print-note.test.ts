import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import {
	printNote,
	printNoteOnce,
} from "../../../../../src/commands/call/views/print-note.ts";
import { shownAs } from "../shown.ts";

test("a line of several pods is printed once a run, and other lines each time", async () => {
	const run = shownAs("--all-pods");
	for (const line of ["a", "b", "a"]) printNoteOnce(run, line);
	for (const line of ["c", "c"]) printNote(run, line);
	run.stderr.end();
	expect(await text(run.stderr)).toBe("a\nb\nc\nc\n");
	const other = shownAs();
	printNoteOnce(other, "a");
	other.stderr.end();
	expect(await text(other.stderr)).toBe("a\n");
});
