import { setImmediate as turn } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { createSuspender } from "../../../../src/render/ink/suspend-screen.ts";

/** Returns the suspender of a screen, and what becomes of the screen and its terminal. */
function suspender() {
	const seen: string[] = [];
	const screen = createSuspender({
		withLentOutput: async (work) => {
			seen.push("lent");
			await work();
			seen.push("ours");
		},
	});
	const draw = () =>
		screen.setTool(async (work) => {
			seen.push("away");
			await work();
			seen.push("back");
		});
	return { screen, seen, draw };
}

test("a screen is taken away at once, and drawn again when the work is done", async () => {
	const { screen, seen, draw } = suspender();
	draw();
	const work = Promise.withResolvers<void>();
	const suspended = screen.suspend(() => work.promise);
	expect(seen).toEqual(["away", "lent"]);
	work.resolve();
	await suspended;
	expect(seen.splice(0)).toEqual(["away", "lent", "ours", "back"]);
	await screen.suspend(async () => {});
	expect(seen).toEqual(["away", "lent", "ours", "back"]);
});

test("a screen that is away is taken away for the next work when it is back", async () => {
	const { screen, seen, draw } = suspender();
	draw();
	const first = Promise.withResolvers<void>();
	const second = Promise.withResolvers<void>();
	void screen.suspend(() => first.promise);
	const both = screen.suspend(() => second.promise);
	await turn();
	expect(seen).toEqual(["away", "lent"]);
	first.resolve();
	await turn();
	expect(seen.slice(2)).toEqual(["ours", "back", "away", "lent"]);
	second.resolve();
	await both;
	expect(seen.slice(6)).toEqual(["ours", "back"]);
});

test("a screen that is away is neither stopped nor drawn, also for the second work", async () => {
	const kill = vi.spyOn(process, "kill").mockReturnValue(true);
	onTestFinished(() => kill.mockRestore());
	const { screen, seen, draw } = suspender();
	draw();
	const first = Promise.withResolvers<void>();
	const second = Promise.withResolvers<void>();
	void screen.suspend(() => first.promise);
	const both = screen.suspend(() => second.promise);
	for (const { resolve } of [first, second]) {
		screen.refresh();
		screen.stop();
		resolve();
		await turn();
	}
	await both;
	expect(kill).not.toHaveBeenCalled();
	expect(seen.filter((each) => each === "away")).toHaveLength(2);
	screen.refresh();
	await turn();
	expect(seen.filter((each) => each === "away")).toHaveLength(3);
});

test("work before the first frame is done without a screen", async () => {
	const { screen, seen } = suspender();
	await screen.suspend(async () => void seen.push("work"));
	expect(seen).toEqual(["work"]);
});
