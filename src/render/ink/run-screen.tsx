import { render, useApp, useInput } from "ink";
import type { ReactElement, ReactNode } from "react";
import { PluginError, toPluginError } from "../../errors.ts";
import { holdNotes } from "../progress.ts";
import type { ColourMode } from "../style.ts";
import { ColourContext } from "./line.tsx";

type ScreenOptions = {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	/** What is noted on it meanwhile is written when the screen has ended. */
	readonly stderr: NodeJS.WriteStream;
	readonly colour: ColourMode;
	/** Ends the screen when it aborts. */
	readonly signal: AbortSignal;
};

/** Signals that end a program and would leave the terminal as it is. Ctrl-C is a key here; SIGINT is `kill -INT`. */
const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How long a stopped program may take to really stop, before the screen is drawn again; see {@link suspend}. */
const STOP_MS = 100;

/**
 * Shows a live screen until it ends, on the terminal's alternate screen with keys read one by one. The element ends it
 * with `useApp().exit()`. Whatever ends it, the terminal is as it was before: when this settles, and when the process
 * exits or dies of an uncaught error.
 * @throws PluginError `cancelled` on Ctrl-C, on a signal and when `signal` aborts; what a component threw, as it is
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
	// Ink writes a frame of the former size first, whose lines a narrower terminal wraps; of the next, in parts, some would stay.
	let drawAnew = () => {};
	const cancel = (reason: PluginError) => {
		cancelled ??= reason;
		unmount();
	};
	const stopListening = listenForEnd(options, cancel);
	// Before the first frame, not after it as ink does: keys that come early are not echoed into the screen.
	stdin.setRawMode(true);
	try {
		const instance = render(
			<Keyboard onInterrupt={() => cancel(interrupted())}>
				<ColourContext value={colour}>{element}</ColourContext>
			</Keyboard>,
			{
				stdin,
				stdout,
				alternateScreen: true,
				exitOnCtrlC: false,
				incrementalRendering: true,
				// Whether this is a terminal was asked before; CI variables say nothing about it.
				interactive: true,
			},
		);
		unmount = () => instance.unmount();
		drawAnew = () => instance.clear();
		stdout.on("resize", drawAnew);
		await instance.waitUntilExit();
	} finally {
		stdout.off("resize", drawAnew);
		stdin.setRawMode(false);
		stopListening();
	}
	if (cancelled !== undefined) throw cancelled;
}

function interrupted(): PluginError {
	return new PluginError("cancelled", "interrupted");
}

/** Calls back when the signal aborts, when the process is told to end, and when the terminal is closed. */
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
	// What is written to a closed terminal fails with EIO, and SIGHUP follows; unheard, either would end the process before
	// it could clean up.
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

/** Keeps the keyboard, so that Ctrl-C and Ctrl-Z work on every screen, whatever it does with keys. */
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
 * Stops the process group as Ctrl-Z does outside of raw mode, and returns when it goes on. Where no shell could wake it
 * up the system ignores the signal, so this does not wait for SIGCONT alone.
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
