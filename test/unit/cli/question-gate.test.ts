import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createQuestionGate } from "../../../src/cli/question-gate.ts";

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
	const gate = createQuestionGate();
	const { asked, question } = questions();
	void gate.ask(question("a"));
	await settled();
	expect(asked).toEqual(["a"]);
});

test("a question waits for the connections of others, also for one that fails", async () => {
	const gate = createQuestionGate();
	const { asked, question, answer } = questions();
	const slow = Promise.withResolvers<void>();
	const failing = Promise.withResolvers<void>();
	const opened = gate.connect(() => slow.promise);
	const failed = gate.connect(() => failing.promise).catch(String);
	const answered = gate.ask(question("a"));
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
	const gate = createQuestionGate();
	const { asked, question } = questions();
	void gate.connect(() => new Promise(() => {}));
	void gate.ask(question("a"));
	await vi.advanceTimersByTimeAsync(999);
	expect(asked).toEqual([]);
	await vi.advanceTimersByTimeAsync(1);
	expect(asked).toEqual(["a"]);
});

test("two questions run at a time; one without an answer after 5 ms lets the next begin, and is still answered", async () => {
	const gate = createQuestionGate();
	const { asked, question, answer } = questions();
	const silent = gate.ask(question("silent"));
	const quick = gate.ask(question("quick"));
	for (const name of ["third", "fourth"]) void gate.ask(question(name));
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
	const gate = createQuestionGate();
	const fail = () => Promise.reject(new Error("lost"));
	await expect(gate.ask(fail)).rejects.toThrow("lost");
});

test("connections are released once nothing connects or asks", async () => {
	const gate = createQuestionGate();
	const { question, answer } = questions();
	const left: string[] = [];
	const opening = Promise.withResolvers<void>();
	const opened = gate.connect(() => opening.promise);
	const answered = gate.ask(question("a"));
	gate.leave(() => left.push("first"));
	await settled();
	expect(left).toEqual([]);
	opening.resolve();
	await opened;
	gate.leave(() => left.push("second"));
	await settled();
	expect(left).toEqual([]);
	answer("a");
	await answered;
	gate.leave(() => left.push("third"));
	expect(left).toEqual([]);
	await settled();
	expect(left).toEqual(["first", "second", "third"]);
});

test("at most fifty connections stay open: then the first is released while others ask", async () => {
	const gate = createQuestionGate();
	const left: number[] = [];
	void gate.ask(() => new Promise(() => {}));
	for (let index = 0; index < 52; index++) gate.leave(() => left.push(index));
	await settled();
	expect(left).toEqual([0, 1]);
});

test("a connection that fails last delays none of those that were released", async () => {
	const gate = createQuestionGate();
	const left: string[] = [];
	const failing = Promise.withResolvers<void>();
	const failed = gate.connect(() => failing.promise).catch(String);
	gate.leave(() => left.push("first"));
	await settled();
	expect(left).toEqual([]);
	failing.reject(new Error("refused"));
	await failed;
	await settled();
	expect(left).toEqual(["first"]);
});
