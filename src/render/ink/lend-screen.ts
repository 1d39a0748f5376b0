import type { Borrower, LentTerminal } from "../../lent-terminal.ts";
import { writeNote } from "../hold-terminal.ts";
import type { LendableTerminal } from "./lendable-terminal.ts";

/** A live screen whose terminal is to be lent. */
type Screen = {
	readonly terminal: LendableTerminal;
	readonly stderr: NodeJS.WriteStream;
	/** Takes the screen away while the work is done, and then draws it again. */
	readonly suspend: (work: () => Promise<void>) => Promise<void>;
	/** Draws the screen again where it is. */
	readonly redraw: () => Promise<void>;
	/** Aborts when the screen ends. */
	readonly signal: AbortSignal;
};

/** Milliseconds for which a program that says nothing leaves the screen where it is. Most renew a token within two seconds. */
const QUIET_MS = 5_000;

/**
 * Lends a program the terminal of a live screen. One that reads it has it as it is outside of a screen, because a program that turns
 * the echo off for a password does so before it asks. The screen itself stays where it is for a program that says nothing, and
 * makes room as soon as one writes, always asks or takes long.
 */
export async function lendScreen(
	{ name, reads }: Borrower,
	{ terminal, stderr, suspend, redraw, signal }: Screen,
): Promise<LentTerminal> {
	if (reads !== "never") await terminal.lendInput();
	const ended = Promise.withResolvers<void>();
	let away: Promise<void> | undefined;
	const makeRoom = () => {
		if (!signal.aborted) away ??= suspend(() => ended.promise);
	};
	const tellAndMakeRoom = () => {
		makeRoom();
		writeNote(stderr, `waiting for ${name}…`);
	};
	if (reads === "always") makeRoom();
	const timer =
		reads === "maybe" ? setTimeout(tellAndMakeRoom, QUIET_MS) : undefined;
	const stop = () => clearTimeout(timer);
	signal.addEventListener("abort", stop, { once: true });
	return {
		stderr:
			reads === "always" || stderr.isTTY !== true
				? "inherit"
				: (piece) => {
						stop();
						makeRoom();
						stderr.write(piece);
					},
		async [Symbol.asyncDispose]() {
			stop();
			signal.removeEventListener("abort", stop);
			terminal.takeInputBack();
			ended.resolve();
			if (away !== undefined) await away;
			// What was typed meanwhile has been echoed into the screen.
			else if (reads !== "never" && !signal.aborted) await redraw();
		},
	};
}
