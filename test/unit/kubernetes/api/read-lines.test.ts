import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readLines } from "../../../../src/kubernetes/api/read-lines.ts";

async function linesOf(chunks: Iterable<Buffer>): Promise<string[]> {
	const lines: string[] = [];
	for await (const line of readLines(Readable.from(chunks))) lines.push(line);
	return lines;
}

test("however the bytes are split, the lines are the same", async () => {
	const line = fc
		.string({ unit: "grapheme" })
		.map((text) => text.replaceAll("\n", ""));
	const cuts = fc.array(fc.nat({ max: 200 }));
	await fc.assert(
		fc.asyncProperty(fc.array(line), cuts, async (lines, at) => {
			const bytes = Buffer.from(lines.map((each) => `${each}\n`).join(""));
			const edges = [...new Set([0, ...at, bytes.length])].sort(
				(a, b) => a - b,
			);
			const chunks = edges.map((start, index) =>
				bytes.subarray(start, edges[index + 1] ?? bytes.length),
			);
			expect(await linesOf(chunks)).toEqual(lines.filter(Boolean));
		}),
	);
});

test("what follows the last newline is no line", async () => {
	expect(await linesOf([Buffer.from("one\ntw")])).toEqual(["one"]);
});

test("an endless line is refused, and the stream destroyed", async () => {
	const chunk = Buffer.alloc(1024 * 1024);
	const endless = new Readable({ read: () => void endless.push(chunk) });
	await expect(readLines(endless).next()).rejects.toThrow(
		"a watch event larger than 16 MiB",
	);
	expect(endless.destroyed).toBe(true);
});
