import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { openStdin } from "../../../../src/commands/call/stdin.ts";

test.each([
	[
		"who types requests is told what ends them",
		true,
		"reading requests from the terminal; Ctrl-D ends them\n",
	],
	["a pipe is read without a word", undefined, ""],
])("%s", (_, isTTY, told) => {
	const stdin = Object.assign(new PassThrough(), { isTTY });
	const written: string[] = [];
	const stderr = { write: (text: string) => written.push(text) > 0 };
	// Of the process's streams only these members are used.
	const streams = { stdin, stderr } as unknown as Parameters<
		typeof openStdin
	>[0];
	expect(openStdin(streams)).toBe(stdin);
	expect(written.join("")).toBe(told);
});
