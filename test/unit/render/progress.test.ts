import { describe, expect, it } from "vitest";
import {
	holdTerminal,
	lendTerminal,
} from "../../../src/render/hold-terminal.ts";
import { startLoggedProgress } from "../../../src/render/logged-progress.ts";
import {
	noteOn,
	PROGRESS_DELAY_MS,
	type Schedule,
	startProgress,
} from "../../../src/render/progress.ts";

const ERASE = "\r\x1b[2K";

/** Returns a clock that the test advances. */
function handClock() {
	let nowMs = 0;
	let due: { readonly atMs: number; readonly run: () => void }[] = [];
	const schedule: Schedule = (run, delayMs) => {
		const entry = { atMs: nowMs + delayMs, run };
		due.push(entry);
		return () => {
			due = due.filter((other) => other !== entry);
		};
	};
	function pass(ms: number) {
		nowMs += ms;
		const ready = due.filter((entry) => entry.atMs <= nowMs);
		due = due.filter((entry) => entry.atMs > nowMs);
		for (const entry of ready) entry.run();
	}
	return { schedule, pass, pending: () => due.length };
}

function fakeStream(stream: { isTTY: boolean; columns?: number }) {
	let written = "";
	const write = (text: string) => {
		written += text;
	};
	const take = () => {
		const taken = written;
		written = "";
		return taken;
	};
	return { ...stream, write, take };
}

function start(environment = {}, stream = fakeStream({ isTTY: true })) {
	const clock = handClock();
	const progress = startProgress(stream, environment, clock.schedule);
	return { clock, progress, stream };
}

describe("progress", () => {
	it("says nothing about work that is done within half a second", () => {
		const { clock, progress, stream } = start();
		progress.update("checking 1 of 2 pods…");
		clock.pass(PROGRESS_DELAY_MS - 1);
		progress.stop();
		clock.pass(10_000);
		expect(stream.take()).toBe("");
	});

	it("makes a text that takes work when it draws, from what is known then", () => {
		const { clock, progress, stream } = start();
		let made = 0;
		for (let update = 1; update <= 3; update++)
			progress.update(() => `checking ${++made}`);
		expect(made).toBe(0);
		clock.pass(PROGRESS_DELAY_MS);
		expect(stream.take()).toBe(`${ERASE}checking 1`);
	});

	it("draws, redraws in its own time and erases itself", () => {
		const { clock, progress, stream } = start();
		progress.update("checking 1 of 50 pods…");
		clock.pass(PROGRESS_DELAY_MS);
		expect(stream.take()).toBe(`${ERASE}checking 1 of 50 pods…`);
		progress.update("checking 2 of 50 pods…");
		progress.update("checking 3 of 50 pods…");
		expect(stream.take()).toBe("");
		clock.pass(100);
		expect(stream.take()).toBe(`${ERASE}checking 3 of 50 pods…`);
		progress.stop();
		expect(stream.take()).toBe(ERASE);
		progress.update("late");
		progress.stop();
		clock.pass(10_000);
		expect(stream.take()).toBe("");
		expect(clock.pending()).toBe(0);
	});

	it("leaves what others write on its stream a line of its own, above", () => {
		const { clock, progress, stream } = start();
		progress.update("connecting…");
		clock.pass(PROGRESS_DELAY_MS);
		stream.take();
		noteOn(stream, "warning: plaintext");
		expect(stream.take()).toBe(
			`${ERASE}warning: plaintext\n${ERASE}connecting…`,
		);
		progress.stop();
		stream.take();
		noteOn(stream, "after");
		expect(stream.take()).toBe("after\n");
	});

	it("keeps notes out of its line also when the progress before it is stopped again", () => {
		const { progress: first, stream } = start();
		first.stop();
		const { clock, progress } = start({}, stream);
		progress.update("connecting…");
		clock.pass(PROGRESS_DELAY_MS);
		stream.take();
		first.stop();
		noteOn(stream, "note");
		expect(stream.take()).toBe(`${ERASE}note\n${ERASE}connecting…`);
	});

	it("is erased at the end of its scope", () => {
		const { clock, progress, stream } = start();
		{
			using scoped = progress;
			scoped.update("working");
			clock.pass(PROGRESS_DELAY_MS);
			stream.take();
		}
		expect(stream.take()).toBe(ERASE);
	});

	it("puts notes above itself", () => {
		const { clock, progress, stream } = start();
		progress.note("early");
		expect(stream.take()).toBe("early\n");
		progress.update("working");
		clock.pass(PROGRESS_DELAY_MS);
		stream.take();
		progress.update("still working");
		progress.note("retrying\x1b");
		expect(stream.take()).toBe(`${ERASE}retrying\\x1b\n${ERASE}still working`);
		progress.stop();
		clock.pass(10_000);
		expect(stream.take()).toBe(ERASE);
	});

	it("stays on one line and escapes what it quotes", () => {
		const stream = fakeStream({ isTTY: true, columns: 12 });
		const { clock, progress } = start({}, stream);
		progress.update("waiting for \x1b pods");
		clock.pass(PROGRESS_DELAY_MS);
		expect(stream.take()).toBe(`${ERASE}waiting fo…`);
	});

	it.each([
		["a pipe", {}, false],
		["a dumb terminal", { TERM: "dumb" }, true],
	])("never shows in %s, save for notes", (_name, environment, isTTY) => {
		const stream = fakeStream({ isTTY });
		const { clock, progress } = start(environment, stream);
		progress.update("working");
		clock.pass(10_000);
		progress.note("note");
		progress.stop();
		expect(stream.take()).toBe("note\n");
	});

	it("does not keep the process alive by itself", () => {
		const timers = () =>
			process.getActiveResourcesInfo().filter((kind) => kind === "Timeout");
		const before = timers().length;
		using progress = startProgress(fakeStream({ isTTY: true }), {});
		progress.update("working");
		expect(timers()).toHaveLength(before);
	});
});

describe("progress while a program has the terminal", () => {
	const PLUGIN = { name: "the exec plugin", reads: "maybe" } as const;

	it("is hidden, and comes back", async () => {
		const { clock, progress, stream } = start();
		progress.update("connecting…");
		clock.pass(PROGRESS_DELAY_MS);
		expect(stream.take()).toBe(`${ERASE}connecting…`);
		{
			await using lent = await lendTerminal(stream, PLUGIN);
			expect(lent.stderr).toBe("inherit");
			expect(stream.take()).toBe(ERASE);
			progress.update("still connecting…");
			clock.pass(10_000);
			noteOn(stream, "note");
			expect(stream.take()).toBe("note\n");
		}
		expect(stream.take()).toBe(`${ERASE}still connecting…`);
		progress.stop();
		expect(stream.take()).toBe(ERASE);
	});

	it("does not begin before all of them have ended", async () => {
		const stream = fakeStream({ isTTY: true });
		const [first, second] = [
			await lendTerminal(stream, PLUGIN),
			await lendTerminal(stream, PLUGIN),
		];
		const { clock, progress } = start({}, stream);
		progress.update("connecting…");
		clock.pass(10_000);
		await first[Symbol.asyncDispose]();
		expect(stream.take()).toBe("");
		await second[Symbol.asyncDispose]();
		expect(stream.take()).toBe(`${ERASE}connecting…`);
	});

	it("keeps its half second of quiet, and nothing comes back after its end", async () => {
		const { clock, progress, stream } = start();
		progress.update("connecting…");
		await (await lendTerminal(stream, PLUGIN))[Symbol.asyncDispose]();
		clock.pass(PROGRESS_DELAY_MS - 1);
		expect(stream.take()).toBe("");
		const lent = await lendTerminal(stream, PLUGIN);
		clock.pass(1);
		progress.stop();
		await lent[Symbol.asyncDispose]();
		expect(stream.take()).toBe("");
	});

	it("is not touched where a live screen lends the terminal", async () => {
		const stream = fakeStream({ isTTY: true });
		const lent = { stderr: () => {}, async [Symbol.asyncDispose]() {} };
		using _held = holdTerminal(stream, async () => lent);
		expect(await lendTerminal(stream, PLUGIN)).toBe(lent);
	});
});

describe("logged progress", () => {
	const logged = (isTTY: boolean, environment = {}) => {
		const clock = handClock();
		const stream = fakeStream({ isTTY });
		const progress = startLoggedProgress(stream, environment, clock.schedule);
		return { clock, stream, progress };
	};

	it("is a line a change in a pipe, the last of a second alone", () => {
		const { clock, stream, progress } = logged(false);
		progress.update("waiting: 0 of 3 serving…");
		clock.pass(999);
		expect(stream.take()).toBe("");
		progress.update("waiting: 1 of 3 serving…");
		clock.pass(1);
		expect(stream.take()).toBe("waiting: 1 of 3 serving…\n");
		progress.update(() => "waiting: 2 of 3 serving…");
		progress.update("waiting: 1 of 3 serving…");
		clock.pass(1_000);
		expect(stream.take()).toBe("");
		progress.update("waiting: 2 of 3 serving…");
		progress.stop();
		progress.update("waiting: 3 of 3 serving…");
		clock.pass(1_000);
		expect(stream.take()).toBe("");
		expect(clock.pending()).toBe(0);
	});

	it("writes notes at once", () => {
		const { stream, progress } = logged(true, { TERM: "dumb" });
		progress.note("deploy/x does not exist yet\x1b[2J");
		expect(stream.take()).toBe("deploy/x does not exist yet\\x1b[2J\n");
	});

	it("is one line that changes on a terminal", () => {
		const { clock, stream, progress } = logged(true);
		progress.update("waiting");
		clock.pass(PROGRESS_DELAY_MS);
		expect(stream.take()).toBe(`${ERASE}waiting`);
	});
});

describe("notes while a live screen has the terminal", () => {
	const never = () => Promise.reject(new Error("nobody borrows"));

	it("are written when it ends", () => {
		const stream = fakeStream({ isTTY: true });
		{
			using _held = holdTerminal(stream, never);
			noteOn(stream, "a");
			noteOn(stream, "b");
			expect(stream.take()).toBe("");
		}
		expect(stream.take()).toBe("a\nb\n");
	});

	it("go into a pipe at once", () => {
		const stream = fakeStream({ isTTY: false });
		using _held = holdTerminal(stream, never);
		noteOn(stream, "a");
		expect(stream.take()).toBe("a\n");
	});

	it("are the last ones if there were many", () => {
		const stream = fakeStream({ isTTY: true });
		{
			using _held = holdTerminal(stream, never);
			for (let line = 1; line <= 1003; line++) noteOn(stream, `line ${line}`);
		}
		const lines = stream.take().split("\n");
		expect(lines.slice(0, 2)).toEqual([
			"(3 earlier lines are left out)",
			"line 4",
		]);
		expect(lines.slice(-2)).toEqual(["line 1003", ""]);
	});
});
