import type { LendableTerminal } from "./lendable-terminal.ts";

/** Takes a screen away while the work is done, and draws it again. */
export type Suspend = (work: () => Promise<void>) => Promise<void>;

/** Suspends a screen, for one reason at a time. */
export type Suspender = {
	/** Sets how it is done. Without it there is no screen yet. */
	readonly setTool: (suspend: Suspend) => void;
	/** Takes the screen away at once, unless it is away already, and does the work after that. */
	readonly suspend: Suspend;
	/** Stops the process group as Ctrl-Z does outside of raw mode. */
	readonly stop: () => void;
	/** Draws the screen again, and sets the terminal's modes again, because a shell had the terminal. */
	readonly refresh: () => void;
};

/** How long the process group may take to stop before the screen is drawn again, see {@link stopGroup}. */
const STOP_MS = 100;

/** Creates the suspender of a screen that is to be drawn. While it is away, what it writes is dropped. */
export function createSuspender({
	withLentOutput,
}: Pick<LendableTerminal, "withLentOutput">): Suspender {
	let tool: Suspend = (work) => work();
	let running: Promise<void> | undefined;
	const suspend: Suspend = (work) => {
		const mine = (
			running === undefined ? tool(work) : running.then(() => tool(work))
		).finally(() => {
			if (running === mine) running = undefined;
		});
		running = mine;
		return mine;
	};
	return {
		setTool(suspendTerminal) {
			tool = (work) => suspendTerminal(() => withLentOutput(work));
		},
		suspend,
		stop() {
			if (running === undefined) void suspend(stopGroup);
		},
		refresh() {
			if (running === undefined) void suspend(async () => {});
		},
	};
}

/**
 * Stops the process group, and returns when it continues. The system ignores the signal where no shell could continue the group, so
 * this also returns after {@link STOP_MS}.
 */
async function stopGroup(): Promise<void> {
	const { promise: woken, resolve: wake } = Promise.withResolvers<void>();
	const timer = setTimeout(wake, STOP_MS);
	process.once("SIGCONT", wake);
	process.kill(0, "SIGTSTP");
	await woken;
	clearTimeout(timer);
	process.off("SIGCONT", wake);
}
