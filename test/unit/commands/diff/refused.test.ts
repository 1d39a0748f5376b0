import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { DiffFact } from "../../../../src/commands/diff/facts.ts";
import { runInProcess } from "../../../in-process.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { target } from "../health/build.ts";

const refused = (
	suffix: string,
	code: "forbidden" | "unreachable",
	message: string,
): readonly DiffFact[] => {
	const one = target(suffix);
	const { namespace, name } = one.pod;
	const failure = { code, message, hint: [] };
	return [
		{ kind: "target", side: "first", target: one },
		{ kind: "failed", side: "first", pod: { namespace, name }, failure },
	];
};

async function replayed(
	facts: readonly DiffFact[],
	...words: readonly string[]
) {
	const file = join(temporaryFolder(onTestFinished), "diff.jsonl");
	const header = {
		apiVersion: "kubectl-grpc/v1",
		kind: "Recording",
		command: "diff",
		startedAt: "2026-01-01T00:00:00Z",
		view: {},
	};
	const lines = [header, ...facts.map((fact) => ({ atMs: 1, fact }))];
	writeFileSync(file, lines.map((line) => JSON.stringify(line)).join("\n"));
	return runInProcess(["diff", "--replay", file, ...words], { env: {} });
}

test("a right that is missing for every pod that was asked is told as an error, whatever pods do not run", async () => {
	const { stderr, status } = await replayed([
		...refused("a", "forbidden", "pods/portforward is forbidden"),
		...refused("b", "unreachable", "Completed: its containers have ended"),
	]);
	expect(stderr).toMatch(/^error: pods\/portforward is forbidden/m);
	expect(status).toBe(1);
});

test("names alone are printed, and who could not be asked is told all the same", async () => {
	const { stdout, stderr, status } = await replayed(
		refused("a", "unreachable", "it refuses connections"),
		"-o",
		"name",
	);
	expect(stdout).toBe("");
	expect(stderr).toMatch(/^\S+-a: it refuses connections\n$/);
	expect(status).toBe(2);
});

test("what a server says in several lines is shown as lines", async () => {
	const { stdout } = await replayed(
		refused("a", "unreachable", "boom:\n\tat main.go:1"),
	);
	expect(stdout).toMatch(/-a boom:\n {10,}at main\.go:1\n/);
});
