import type { Borrower, LendTerminal, LentTerminal } from "../lent-terminal.ts";
import type { ProgressStream } from "./progress.ts";
import { paint } from "./style.ts";

/** What is drawn on a terminal, and makes room for what others write there. */
type Holder =
	| {
			readonly kind: "line";
			readonly note: (text: string) => void;
			readonly hide: () => void;
			readonly show: () => void;
	  }
	| {
			readonly kind: "screen";
			readonly note: (text: string) => void;
			readonly lend: LendTerminal;
	  };

const HOLDERS = new WeakMap<ProgressStream, Holder>();

/** How many programs have each stream at the moment. */
const BORROWERS = new WeakMap<ProgressStream, number>();

/** Returns what is drawn on a stream now. */
export function holderOf(stream: ProgressStream): Holder | undefined {
	return HOLDERS.get(stream);
}

/** Sets what is drawn on a stream from now on. */
export function setHolder(
	stream: ProgressStream,
	holder: Holder | undefined,
): void {
	if (holder === undefined) HOLDERS.delete(stream);
	else HOLDERS.set(stream, holder);
}

/** Whether a program has the stream, so that nothing may be drawn there. */
export function isLent(stream: ProgressStream): boolean {
	return (BORROWERS.get(stream) ?? 0) > 0;
}

/** Writes a line that stays. */
export function writeNote(stream: ProgressStream, text: string): void {
	stream.write(`${paint(text, "plain")}\n`);
}

/** Lends a program the terminal. A progress line is hidden until the program has ended, and so is one that starts meanwhile. */
export async function lendTerminal(
	stream: ProgressStream,
	borrower: Borrower,
): Promise<LentTerminal> {
	const holder = holderOf(stream);
	if (holder?.kind === "screen") return holder.lend(borrower);
	holder?.hide();
	const count = (change: number) =>
		BORROWERS.set(stream, (BORROWERS.get(stream) ?? 0) + change);
	count(1);
	return {
		stderr: "inherit",
		async [Symbol.asyncDispose]() {
			count(-1);
			const now = holderOf(stream);
			if (now?.kind === "line") now.show();
		},
	};
}

/** How many notes are kept while a live screen is shown, which may be for days. */
const MOST_HELD_NOTES = 1000;

/**
 * Gives the terminal to a live screen until the end of the scope: the last notes for the terminal are kept until then, and programs
 * borrow it from the screen.
 */
export function holdTerminal(
	stream: ProgressStream,
	lend: LendTerminal,
): Disposable {
	const lines: string[] = [];
	let leftOut = 0;
	const write = (line: string) => writeNote(stream, line);
	const keep = (line: string) => {
		lines.push(line);
		if (lines.length <= MOST_HELD_NOTES) return;
		lines.shift();
		leftOut++;
	};
	const note = stream.isTTY === true ? keep : write;
	setHolder(stream, { kind: "screen", note, lend });
	return {
		[Symbol.dispose]() {
			setHolder(stream, undefined);
			if (leftOut > 0) write(`(${leftOut} earlier lines are left out)`);
			for (const line of lines) write(line);
		},
	};
}
