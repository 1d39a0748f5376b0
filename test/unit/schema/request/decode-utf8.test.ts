import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeUtf8 } from "../../../../src/schema/request/decode-utf8.ts";

async function* each<T>(items: readonly T[]) {
	yield* items;
}

async function decoded(chunks: readonly Uint8Array[]) {
	let text = "";
	for await (const part of decodeUtf8(each(chunks), "-d")) text += part;
	return text;
}

test("text comes back from its bytes, wherever they are cut and whatever it ends with", async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.string({ unit: fc.constantFrom("a", "\n", "é", "€", "😀") }),
			fc.array(fc.nat(40)),
			async (text, places) => {
				const bytes = Buffer.from(text);
				const cuts = [0, ...places.toSorted((a, b) => a - b), bytes.length];
				const chunks = cuts.map((from, at) =>
					bytes.subarray(from, cuts[at + 1]),
				);
				expect(await decoded(chunks)).toBe(text);
			},
		),
	);
});

test("only the mark at the start is left out", async () => {
	expect(
		await decoded([Buffer.from("\ufeffa\ufeff"), Buffer.from("\ufeffb")]),
	).toBe("a\ufeff\ufeffb");
});
