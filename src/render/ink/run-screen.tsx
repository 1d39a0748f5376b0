import { render, useApp, useInput } from "ink";
import type { ReactElement, ReactNode } from "react";
import { PluginError, toPluginError } from "../../errors.ts";
import { holdNotes } from "../progress.ts";
import type { ColourMode } from "../style.ts";
import { ColourContext } from "./line.tsx";
import { withPasteEnded } from "./unfinished-paste.ts";

type ScreenOptions = {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	/** Notes for it are kept while the screen is shown, and written when it has ended. */
	readonly stderr: NodeJS.WriteStream;
	readonly colour: ColourMode;
	/** Ends the screen when it aborts. */
	readonly signal: AbortSignal;
};

/** Signals that would end the program without restoring the terminal. Ctrl-C arrives as a key here, so SIGINT comes from `kill`. */
const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How long the process group may take to stop before the screen is drawn again, see {@link suspend}. */
const STOP_MS = 100;

/**
 * Shows a live screen until it ends: on the terminal's alternate screen, with keys read one by one. The element ends it with
 * `useApp().exit()`. The terminal is restored in any case: when the promise settles, when the process exits and when an uncaught
 * error ends it.
 * @throws PluginError `cancelled` on Ctrl-C, on a signal and when `signal` aborts; an error of a component unchanged
 */
export async function runScreen(
	element: ReactElement,
	options: ScreenOptions,
): Promise<void> {
	if (options.signal.aborted) throw toPluginError(options.signal.reason);
	const { stdin, stdout, stderr, colour } = options;
	using _held = holdNotes(stderr);
	let cancelled: PluginError | undefined;
	let unmount = () => {};
	// After a resize ink first writes a frame of the former size. A narrower terminal wraps its lines, and parts of them would
	// stay: clear them.
	let clearScreen = () => {};
	const cancel = (reason: PluginError) => {
		cancelled ??= reason;
		unmount();
	};
	const stopListening = listenForEnd(options, cancel);
	// Raw mode begins before the first frame, earlier than ink sets it, so that early keys are not echoed into the screen.
	stdin.setRawMode(true);
	try {
		const instance = render(
			<Keyboard onInterrupt={() => cancel(interrupted())}>
				<ColourContext value={colour}>{element}</ColourContext>
			</Keyboard>,
			{
				stdin: withPasteEnded(stdin),
				stdout,
				alternateScreen: true,
				exitOnCtrlC: false,
				incrementalRendering: true,
				// The caller has checked that this is a terminal. ink would check CI variables, which do not tell that.
				interactive: true,
			},
		);
		unmount = () => instance.unmount();
		clearScreen = () => instance.clear();
		stdout.on("resize", clearScreen);
		await instance.waitUntilExit();
	} finally {
		stdout.off("resize", clearScreen);
		stdin.setRawMode(false);
		stopListening();
	}
	if (cancelled !== undefined) throw cancelled;
}

function interrupted(): PluginError {
	return new PluginError("cancelled", "interrupted");
}

/** Calls `cancel` when the signal aborts, when a signal ends the process, and when the terminal is closed. */
function listenForEnd(
	{ stdin, stdout, signal }: ScreenOptions,
	cancel: (reason: PluginError) => void,
): () => void {
	const onAbort = () => cancel(toPluginError(signal.reason));
	const onSignal = (name: NodeJS.Signals) =>
		cancel(
			new PluginError("cancelled", `ended by ${name}`, {
				facts: { signal: name },
			}),
		);
	// Writing to a closed terminal fails with EIO, and SIGHUP follows. Without a listener either would end the process before it
	// cleans up.
	const onError = (cause: Error) => {
		process.on("SIGHUP", () => {});
		cancel(new PluginError("cancelled", "the terminal is gone", { cause }));
	};
	signal.addEventListener("abort", onAbort);
	for (const name of ENDING_SIGNALS) process.on(name, onSignal);
	for (const stream of [stdin, stdout]) stream.on("error", onError);
	return () => {
		signal.removeEventListener("abort", onAbort);
		for (const name of ENDING_SIGNALS) process.off(name, onSignal);
		for (const stream of [stdin, stdout]) stream.off("error", onError);
	};
}

/** Handles Ctrl-C and Ctrl-Z on every screen. */
function Keyboard({
	onInterrupt,
	children,
}: {
	readonly onInterrupt: () => void;
	readonly children: ReactNode;
}) {
	const { suspendTerminal } = useApp();
	useInput((input, key) => {
		if (!key.ctrl) return;
		if (input === "c") onInterrupt();
		if (input === "z" && process.platform !== "win32")
			void suspendTerminal(suspend);
	});
	return children;
}

/**
 * Stops the process group as Ctrl-Z does outside raw mode, and returns when it continues. The system ignores the signal where no
 * shell could continue the group, so this also returns after {@link STOP_MS}.
 */
async function suspend(): Promise<void> {
	const { promise: woken, resolve: wake } = Promise.withResolvers<void>();
	const timer = setTimeout(wake, STOP_MS);
	process.once("SIGCONT", wake);
	process.kill(0, "SIGTSTP");
	await woken;
	clearTimeout(timer);
	process.off("SIGCONT", wake);
}
