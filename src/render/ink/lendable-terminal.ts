import { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { pasteEnder } from "./unfinished-paste.ts";

/** A terminal between a live screen and the process, which can be lent to a program without the screen's knowing. */
export type LendableTerminal = {
	/** For the screen. Keys are read while the screen wants raw mode and has the input. */
	readonly stdin: NodeJS.ReadStream;
	/** For the screen. What it writes is dropped while the output is lent. */
	readonly stdout: NodeJS.WriteStream;
	/** Leaves raw mode and stops reading, so that the program gets every byte that is typed from now on. */
	readonly lendInput: () => Promise<void>;
	readonly takeInputBack: () => void;
	/** Runs work during which another has the output. */
	readonly withLentOutput: (work: () => Promise<void>) => Promise<void>;
	/** Leaves raw mode and stops reading for good. */
	readonly close: () => void;
};

/**
 * Begins to read keys in raw mode, before the screen asks for it, so that early keys are not echoed into the screen.
 *
 * The keys are read in flowing mode, because Node.js stops reading a terminal on `pause` in that mode only. A read that is left
 * to this process would take what is typed for the other program. It may even block this process, since a child makes the
 * terminal that it inherits blocking (libuv, uv__process_child_init).
 */
export function openLendableTerminal(
	stdin: NodeJS.ReadStream,
	stdout: NodeJS.WriteStream,
): LendableTerminal {
	let input: "ours" | "lent" | "closed" = "ours";
	let output: "ours" | "lent" = "ours";
	let mode: "raw" | "cooked" = "raw";
	const apply = () => {
		const isOurs = input === "ours" && mode === "raw";
		stdin.setRawMode(isOurs);
		if (isOurs) stdin.resume();
		else stdin.pause();
	};
	const keys = new Readable({ read() {} });
	const ended = pasteEnder();
	const onKeys = (piece: string) => keys.push(ended(piece));
	stdin.setEncoding("utf8").on("data", onKeys);
	apply();
	return {
		stdin: asTerminal(stdin, keys, (isRaw) => {
			mode = isRaw ? "raw" : "cooked";
			apply();
		}),
		stdout: withWrite(stdout, (text, done) =>
			stdout.write(output === "ours" ? text : "", done),
		),
		async lendInput() {
			if (input !== "ours") return;
			input = "lent";
			apply();
			await nextTurn();
		},
		takeInputBack() {
			if (input !== "lent") return;
			input = "ours";
			apply();
		},
		async withLentOutput(work) {
			output = "lent";
			try {
				await work();
			} finally {
				output = "ours";
			}
		},
		close() {
			input = "closed";
			// The program's question has no answer, and so no line break.
			if (output === "lent") stdout.write("\r\n");
			stdin.off("data", onKeys);
			apply();
		},
	};
}

/** Returns a terminal whose keys come from a stream, and whose mode is set by a function. The screen need not keep it open. */
function asTerminal(
	stdin: NodeJS.ReadStream,
	keys: Readable,
	setMode: (isRaw: boolean) => void,
): NodeJS.ReadStream {
	const own: Readonly<Record<string | symbol, unknown>> = {
		isTTY: true,
		setRawMode: setMode,
		ref() {},
		unref() {},
	};
	return new Proxy(stdin, {
		get: (_, name) =>
			Object.hasOwn(own, name) ? own[name] : memberOf(keys, name),
	});
}

function withWrite(
	stdout: NodeJS.WriteStream,
	write: (text: string, done?: () => void) => boolean,
): NodeJS.WriteStream {
	return new Proxy(stdout, {
		get: (target, name) => (name === "write" ? write : memberOf(target, name)),
	});
}

function memberOf(target: object, name: string | symbol): unknown {
	const value: unknown = Reflect.get(target, name);
	return typeof value === "function" ? value.bind(target) : value;
}
