import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLull } from "../../../src/cli/lull.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Returns questions by name, and a list of those that have been asked. */
function questions() {
	const asked: string[] = [];
	const answers = new Map<string, () => void>();
	return {
		asked,
		answer: (name: string) => answers.get(name)?.(),
		question: (name: string) => () =>
			new Promise<string>((resolve) => {
				asked.push(name);
				answers.set(name, () => resolve(name));
			}),
	};
}

const settled = () => vi.advanceTimersByTimeAsync(0);

test("a question is asked at once when nothing connects", async () => {
	const lull = createLull();
	const { asked, question } = questions();
	void lull.ask(question("a"));
	await settled();
	expect(asked).toEqual(["a"]);
});

test("a question waits for the connections of others, also for one that fails", async () => {
	const lull = createLull();
	const { asked, question, answer } = questions();
	const slow = Promise.withResolvers<void>();
	const failing = Promise.withResolvers<void>();
	const opened = lull.connect(() => slow.promise);
	const failed = lull.connect(() => failing.promise).catch(String);
	const answered = lull.ask(question("a"));
	slow.resolve();
	await opened;
	expect(asked).toEqual([]);
	failing.reject(new Error("refused"));
	expect(await failed).toBe("Error: refused");
	await settled();
	expect(asked).toEqual(["a"]);
	answer("a");
	expect(await answered).toBe("a");
});

test("a connection that hangs delays questions for a second at most", async () => {
	const lull = createLull();
	const { asked, question } = questions();
	void lull.connect(() => new Promise(() => {}));
	void lull.ask(question("a"));
	await vi.advanceTimersByTimeAsync(999);
	expect(asked).toEqual([]);
	await vi.advanceTimersByTimeAsync(1);
	expect(asked).toEqual(["a"]);
});

test("two questions run at a time; one without an answer after 5 ms lets the next begin, and is still answered", async () => {
	const lull = createLull();
	const { asked, question, answer } = questions();
	const silent = lull.ask(question("silent"));
	const quick = lull.ask(question("quick"));
	for (const name of ["third", "fourth"]) void lull.ask(question(name));
	await settled();
	expect(asked).toEqual(["silent", "quick"]);
	answer("quick");
	expect(await quick).toBe("quick");
	await settled();
	expect(asked).toEqual(["silent", "quick", "third"]);
	await vi.advanceTimersByTimeAsync(5);
	expect(asked).toEqual(["silent", "quick", "third", "fourth"]);
	answer("silent");
	expect(await silent).toBe("silent");
});

test("a question that fails lets the next begin", async () => {
	const lull = createLull();
	const fail = () => Promise.reject(new Error("lost"));
	await expect(lull.ask(fail)).rejects.toThrow("lost");
});

test("connections are released once nothing connects or asks", async () => {
	const lull = createLull();
	const { question, answer } = questions();
	const left: string[] = [];
	const opening = Promise.withResolvers<void>();
	const opened = lull.connect(() => opening.promise);
	const answered = lull.ask(question("a"));
	lull.leave(() => left.push("first"));
	await settled();
	expect(left).toEqual([]);
	opening.resolve();
	await opened;
	lull.leave(() => left.push("second"));
	await settled();
	expect(left).toEqual([]);
	answer("a");
	await answered;
	lull.leave(() => left.push("third"));
	expect(left).toEqual([]);
	await settled();
	expect(left).toEqual(["first", "second", "third"]);
});

test("at most fifty connections stay open: then the first is released while others ask", async () => {
	const lull = createLull();
	const left: number[] = [];
	void lull.ask(() => new Promise(() => {}));
	for (let index = 0; index < 52; index++) lull.leave(() => left.push(index));
	await settled();
	expect(left).toEqual([0, 1]);
});

test("a connection that fails last delays none of those that were released", async () => {
	const lull = createLull();
	const left: string[] = [];
	const failing = Promise.withResolvers<void>();
	const failed = lull.connect(() => failing.promise).catch(String);
	lull.leave(() => left.push("first"));
	await settled();
	expect(left).toEqual([]);
	failing.reject(new Error("refused"));
	await failed;
	await settled();
	expect(left).toEqual(["first"]);
});
