import { Console } from "node:console";
import { PassThrough } from "node:stream";
import { Text } from "ink";
import { render } from "ink-testing-library";
import {
	afterEach,
	beforeAll,
	beforeEach,
	describe,
	expect,
	it,
	vi,
} from "vitest";
import { createFeed, useFeed } from "../../../../src/render/ink/feed.ts";
import { runScreen } from "../../../../src/render/ink/run-screen.tsx";
import {
	bodyArea,
	ScreenFrame,
	twoEnds,
} from "../../../../src/render/ink/screen-frame.tsx";
import { noteOn } from "../../../../src/render/progress.ts";
import { plainText } from "../../../../src/render/span.ts";

describe("screen frame", () => {
	const edges = { header: ["top", "second"], footer: ["filter", "keys"] };

	it.each([
		[10, 6],
		[5, 1],
		[4, 1],
		[2, 1],
		[1, 1],
	])("of %i rows leaves %i to the body", (rows, left) => {
		expect(bodyArea({ columns: 40, rows }, { header: 2, footer: 2 })).toEqual({
			columns: 40,
			rows: left,
		});
	});

	it.each([
		[7, ["top", "second", "body", "", "", "filter", "keys"]],
		[4, ["top", "body", "filter", "keys"]],
		[2, ["body", "keys"]],
	])("of %i rows keeps what matters", (rows, lines) => {
		const { lastFrame, unmount } = render(
			<ScreenFrame screen={{ columns: 40, rows }} edges={edges}>
				<Text>body</Text>
			</ScreenFrame>,
		);
		expect(lastFrame()?.split("\n")).toEqual(lines);
		unmount();
	});

	it("cuts lines at the edge", () => {
		const { lastFrame, unmount } = render(
			<ScreenFrame
				screen={{ columns: 8, rows: 3 }}
				edges={{ header: ["0123456789"], footer: ["keys"] }}
			>
				<Text>body</Text>
			</ScreenFrame>,
		);
		expect(lastFrame()).toBe("0123456…\nbody\nkeys");
		unmount();
	});

	it.each([
		[20, "left           right"],
		[11, "left  right"],
		[10, "left    ri"],
		[8, "left  ri"],
		[7, "l    ri"],
		[5, "l  ri"],
		[4, "l"],
	])("puts two ends into %i columns", (columns, text) => {
		const line = twoEnds(["left", "l"], ["right", "ri"], columns);
		expect(plainText(line).trimEnd()).toBe(text);
	});

	it.each([
		[8, "left"],
		[4, "left"],
		[3, "l"],
	])("leaves the right end out in %i columns where it may", (columns, text) => {
		expect(plainText(twoEnds(["left", "l"], ["right", ""], columns))).toBe(
			text,
		);
	});
});

describe("feed", () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	it("makes one redraw of many changes", () => {
		let value = 0;
		const read = vi.fn(() => value);
		const feed = createFeed(read);
		const onChange = vi.fn();
		const stop = feed.subscribe(onChange);
		for (value = 0; value < 1000; value++) feed.changed();
		expect(feed.get()).toBe(0);
		vi.advanceTimersByTime(100);
		expect(feed.get()).toBe(1000);
		expect(onChange).toHaveBeenCalledTimes(1);
		expect(read).toHaveBeenCalledTimes(2);
		stop();
		feed.changed();
		vi.advanceTimersByTime(1000);
		expect(onChange).toHaveBeenCalledTimes(1);
	});

	it("draws its component again", async () => {
		vi.useRealTimers();
		let value = "old";
		const feed = createFeed(() => value);
		const Shown = () => <Text>{useFeed(feed)}</Text>;
		const { lastFrame, unmount } = render(<Shown />);
		expect(lastFrame()).toBe("old");
		value = "new";
		feed.changed();
		await expect.poll(() => lastFrame()).toBe("new");
		unmount();
	});
});

describe("runScreen", () => {
	// ink's patch-console needs the whole of Node's console. The test runner replaces it by a smaller one.
	beforeAll(() => void Object.assign(console, { Console }));

	/** Returns both ends of a terminal, with the parts that a screen uses. */
	function fakeTerminal() {
		const modes: boolean[] = [];
		const stdin = Object.assign(new PassThrough(), {
			isTTY: true,
			setRawMode(mode: boolean) {
				modes.push(mode);
			},
			ref() {},
			unref() {},
		});
		const stdout = Object.assign(new PassThrough(), {
			isTTY: true,
			columns: 40,
			rows: 5,
		});
		stdout.resume();
		const written: string[] = [];
		const stderr = {
			isTTY: true,
			write: (text: string) => written.push(text) > 0,
		};
		return { stdin, stdout, stderr, written, modes };
	}

	function show(signal = new AbortController().signal) {
		const { stdin, stdout, stderr, written, modes } = fakeTerminal();
		const ended = runScreen(<Text>screen</Text>, {
			// They have every member of tty.ReadStream and tty.WriteStream that a screen uses.
			stdin: stdin as unknown as NodeJS.ReadStream,
			stdout: stdout as unknown as NodeJS.WriteStream,
			stderr: stderr as unknown as NodeJS.WriteStream,
			colour: "plain",
			signal,
		});
		return { stdin, stdout, stderr, written, modes, ended };
	}

	it("ends as cancelled when the terminal goes", async () => {
		const { stdout, modes, ended } = show();
		const gone = Object.assign(new Error("write EIO"), { code: "EIO" });
		stdout.emit("error", gone);
		await expect(ended).rejects.toMatchObject({
			code: "cancelled",
			message: "the terminal is gone",
			cause: gone,
		});
		expect(modes.at(-1)).toBe(false);
	});

	it("writes what is noted meanwhile when it has ended", async () => {
		const abort = new AbortController();
		const { stderr, written, ended } = show(abort.signal);
		noteOn(stderr, "warning: the disk is full");
		expect(written).toEqual([]);
		abort.abort();
		await expect(ended).rejects.toMatchObject({ code: "cancelled" });
		expect(written).toEqual(["warning: the disk is full\n"]);
		noteOn(stderr, "after");
		expect(written.at(-1)).toBe("after\n");
	});

	it("does not begin when all is over", async () => {
		const { modes, ended } = show(AbortSignal.abort());
		await expect(ended).rejects.toMatchObject({ code: "cancelled" });
		expect(modes).toEqual([]);
	});

	it("leaves no listener behind", async () => {
		const count = () =>
			["SIGINT", "SIGTERM", "SIGHUP", "SIGCONT", "uncaughtException"].map(
				(name) => process.listenerCount(name),
			);
		async function showAndAbort() {
			const abort = new AbortController();
			const { ended } = show(abort.signal);
			abort.abort();
			await expect(ended).rejects.toMatchObject({ code: "cancelled" });
		}
		// ink's own exit hook remains after the first screen.
		await showAndAbort();
		const before = count();
		await showAndAbort();
		expect(count()).toEqual(before);
	});
});
