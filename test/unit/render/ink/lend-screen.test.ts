import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Borrower } from "../../../../src/lent-terminal.ts";
import { lendScreen } from "../../../../src/render/ink/lend-screen.ts";
import { openLendableTerminal } from "../../../../src/render/ink/lendable-terminal.ts";

/** Returns a terminal of which everything that happens to it is written down. */
function fakeTerminal(stderrIsTTY = true) {
	const seen: string[] = [];
	const stdin = Object.assign(new PassThrough(), {
		isTTY: true,
		setRawMode: (isRaw: boolean) => seen.push(isRaw ? "raw" : "cooked") > 0,
	});
	const stdout = { isTTY: true, write: (text: string) => seen.push(text) > 0 };
	const stderr = {
		isTTY: stderrIsTTY,
		write: (text: string | Buffer) => seen.push(`${text}`) > 0,
	};
	return {
		seen,
		// They have every member of tty.ReadStream and tty.WriteStream that is used here.
		stdin: stdin as unknown as NodeJS.ReadStream,
		stdout: stdout as unknown as NodeJS.WriteStream,
		stderr: stderr as unknown as NodeJS.WriteStream,
	};
}

describe("the terminal of a live screen", () => {
	beforeEach(
		() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }),
	);
	afterEach(() => void vi.useRealTimers());

	async function lend(reads: Borrower["reads"], stderrIsTTY = true) {
		const fake = fakeTerminal(stderrIsTTY);
		const { seen, stdin, stdout, stderr } = fake;
		const ending = new AbortController();
		const lent = await lendScreen(
			{ name: "the exec plugin", reads },
			{
				terminal: openLendableTerminal(stdin, stdout),
				stderr,
				suspend: async (work) => {
					seen.push("away");
					await work();
					seen.push("back");
				},
				redraw: async () => void seen.push("redrawn"),
				signal: ending.signal,
			},
		);
		const write = (text: string) => {
			if (lent.stderr === "inherit") throw new Error("stderr is inherited");
			lent.stderr(Buffer.from(text));
		};
		const end = () => lent[Symbol.asyncDispose]();
		return { lent, seen, write, end, ending };
	}

	it("keeps its screen while a program says nothing, and removes what was echoed into it", async () => {
		const { seen, end } = await lend("maybe");
		vi.advanceTimersByTime(4_999);
		await end();
		vi.advanceTimersByTime(60_000);
		expect(seen).toEqual(["raw", "cooked", "raw", "redrawn"]);
	});

	it("makes room before the first word of a program", async () => {
		const { seen, write, end } = await lend("maybe");
		write("Pass");
		write("word: ");
		vi.advanceTimersByTime(60_000);
		await end();
		expect(seen).toEqual([
			...["raw", "cooked"],
			...["away", "Pass", "word: "],
			...["raw", "back"],
		]);
	});

	it("makes room for a program that takes long, and says what it waits for", async () => {
		const { seen, write, end } = await lend("maybe");
		vi.advanceTimersByTime(5_000);
		write("late");
		await end();
		expect(seen.slice(2, -2)).toEqual([
			"away",
			"waiting for the exec plugin…\n",
			"late",
		]);
	});

	it("makes room at once for a program that always asks, which gets stderr itself", async () => {
		const { lent, seen, end } = await lend("always");
		expect(seen).toEqual(["raw", "cooked", "away"]);
		expect(lent.stderr).toBe("inherit");
		await end();
		expect(seen.slice(3)).toEqual(["raw", "back"]);
	});

	it("keeps its keys where the program reads something else", async () => {
		const { seen, write, end } = await lend("never");
		vi.advanceTimersByTime(60_000);
		expect(seen).toEqual(["raw"]);
		write("see https://login");
		await end();
		expect(seen).toEqual(["raw", "away", "see https://login", "back"]);
	});

	it("is not touched by what goes into a file", async () => {
		const { lent, seen, end } = await lend("never", false);
		expect(lent.stderr).toBe("inherit");
		await end();
		expect(seen).toEqual(["raw"]);
	});

	it("stays as it is when the screen ends first", async () => {
		const { seen, write, end, ending } = await lend("maybe");
		ending.abort();
		vi.advanceTimersByTime(60_000);
		write("bye");
		await end();
		expect(seen.filter((each) => each.includes("a"))).toEqual(["raw", "raw"]);
	});
});

describe("a lendable terminal", () => {
	it("reads nothing while its input is lent, and then what nobody has read", async () => {
		const { stdin, stdout } = fakeTerminal();
		const terminal = openLendableTerminal(stdin, stdout);
		const read = vi.fn();
		terminal.stdin.on("data", (piece) => read(`${piece}`));
		stdin.push("a");
		await expect.poll(() => read.mock.calls).toEqual([["a"]]);
		await terminal.lendInput();
		stdin.push("b");
		terminal.stdin.setRawMode(false);
		terminal.stdin.setRawMode(true);
		expect(stdin.isPaused()).toBe(true);
		terminal.takeInputBack();
		await expect.poll(() => read.mock.calls).toEqual([["a"], ["b"]]);
		terminal.close();
		expect(stdin.isPaused()).toBe(true);
		expect(stdin.listenerCount("data")).toBe(0);
	});

	it("sets the mode that the screen has wanted meanwhile", async () => {
		const { seen, stdin, stdout } = fakeTerminal();
		const terminal = openLendableTerminal(stdin, stdout);
		await terminal.lendInput();
		terminal.stdin.setRawMode(false);
		terminal.takeInputBack();
		expect(new Set(seen.slice(1))).toEqual(new Set(["cooked"]));
		terminal.stdin.setRawMode(true);
		expect(seen.at(-1)).toBe("raw");
	});

	it("drops what the screen writes while its output is lent", async () => {
		const { seen, stdin, stdout } = fakeTerminal();
		const terminal = openLendableTerminal(stdin, stdout);
		terminal.stdout.write("before");
		await terminal.withLentOutput(async () => {
			terminal.stdout.write("meanwhile");
		});
		terminal.stdout.write("after");
		expect(seen).toEqual(["raw", "before", "", "after"]);
	});

	it("ends the line of a program that still has the output when the screen ends", async () => {
		const { seen, stdin, stdout } = fakeTerminal();
		const terminal = openLendableTerminal(stdin, stdout);
		void terminal.withLentOutput(() => new Promise(() => {}));
		terminal.close();
		expect(seen).toEqual(["raw", "\r\n", "cooked"]);
	});

	it("reads nothing any more once it is closed, whoever still has it", async () => {
		const { seen, stdin, stdout } = fakeTerminal();
		const terminal = openLendableTerminal(stdin, stdout);
		terminal.close();
		await terminal.lendInput();
		terminal.takeInputBack();
		expect(seen).toEqual(["raw", "cooked"]);
		expect(stdin.isPaused()).toBe(true);
	});
});
