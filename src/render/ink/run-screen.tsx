import { render, useApp, useInput } from "ink";
import { type ReactElement, type ReactNode, useLayoutEffect } from "react";
import { PluginError, toPluginError } from "../../errors.ts";
import { holdTerminal } from "../hold-terminal.ts";
import type { ColourMode } from "../style.ts";
import { lendScreen } from "./lend-screen.ts";
import {
	type LendableTerminal,
	openLendableTerminal,
} from "./lendable-terminal.ts";
import { ColourContext } from "./line.tsx";
import { createSuspender, type Suspend } from "./suspend-screen.ts";

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
	const { stdin, stdout, stderr } = options;
	const over = new AbortController();
	const terminal = openLendableTerminal(stdin, stdout);
	const screen = createSuspender(terminal);
	let redraw = async () => {};
	const { suspend } = screen;
	const { signal } = over;
	const lent = { terminal, stderr, suspend, redraw: () => redraw(), signal };
	using _held = holdTerminal(stderr, (to) => lendScreen(to, lent));
	let cancelled: PluginError | undefined;
	let unmount = () => {};
	const cancel = (reason: PluginError) => {
		cancelled ??= reason;
		over.abort();
		unmount();
	};
	const stopListening = listenForEnd(options, cancel);
	process.on("SIGCONT", screen.refresh);
	try {
		const tree = (
			<Keyboard
				onSuspender={screen.setTool}
				onStop={screen.stop}
				onInterrupt={() => cancel(interrupted())}
			>
				<ColourContext value={options.colour}>{element}</ColourContext>
			</Keyboard>
		);
		const instance = draw(tree, terminal);
		unmount = instance.unmount;
		redraw = instance.redraw;
		await instance.ended;
	} finally {
		over.abort();
		process.off("SIGCONT", screen.refresh);
		terminal.close();
		stopListening();
	}
	if (cancelled !== undefined) throw cancelled;
}

/** Begin and end of an update that the terminal shows in one piece, where it knows them. */
const BEGIN_UPDATE = "\x1b[?2026h";
const END_UPDATE = "\x1b[?2026l";
/** CUP to the top left, then ED: erase all below (ECMA-48). */
const ERASE_SCREEN = "\x1b[H\x1b[J";

type Drawn = {
	readonly ended: Promise<unknown>;
	readonly unmount: () => void;
	/** Draws everything again, whatever others have written into the screen. */
	readonly redraw: () => Promise<void>;
};

function draw(tree: ReactElement, { stdin, stdout }: LendableTerminal): Drawn {
	const instance = render(tree, {
		stdin,
		stdout,
		alternateScreen: true,
		exitOnCtrlC: false,
		incrementalRendering: true,
		// The caller has checked that this is a terminal. ink would check CI variables, which do not tell that.
		interactive: true,
	});
	// After a resize ink first writes a frame of the former size. A narrower terminal wraps its lines, and parts of them would
	// stay: clear them.
	const clearScreen = () => instance.clear();
	stdout.on("resize", clearScreen);
	return {
		ended: instance
			.waitUntilExit()
			.finally(() => stdout.off("resize", clearScreen)),
		unmount: () => instance.unmount(),
		async redraw() {
			stdout.write(BEGIN_UPDATE);
			instance.clear();
			stdout.write(ERASE_SCREEN);
			instance.rerender(tree);
			await instance.waitUntilRenderFlush();
			stdout.write(END_UPDATE);
		},
	};
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

/** Handles Ctrl-C and Ctrl-Z on every screen, and tells how ink suspends it. */
function Keyboard({
	onSuspender,
	onStop,
	onInterrupt,
	children,
}: {
	readonly onSuspender: (suspend: Suspend) => void;
	readonly onStop: () => void;
	readonly onInterrupt: () => void;
	readonly children: ReactNode;
}) {
	const { suspendTerminal } = useApp();
	useLayoutEffect(
		() => onSuspender(suspendTerminal),
		[onSuspender, suspendTerminal],
	);
	useInput((input, key) => {
		if (!key.ctrl) return;
		if (input === "c") onInterrupt();
		if (input === "z" && process.platform !== "win32") onStop();
	});
	return children;
}
