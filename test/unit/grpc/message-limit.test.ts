import fc from "fast-check";
import { expect, test } from "vitest";
import { frameMessage } from "../../../src/grpc/message.ts";
import { readLengths } from "../../../src/grpc/message-limit.ts";

/** Returns messages as one run of bytes, cut at these places. */
function pieces(
	lengths: readonly number[],
	cuts: readonly number[],
): readonly Uint8Array[] {
	const all = Buffer.concat(
		lengths.map((length) => frameMessage(Buffer.alloc(length), "identity")),
	);
	const at = [0, ...cuts.map((cut) => cut % (all.length + 1)), all.length];
	at.sort((a, b) => a - b);
	return at.slice(1).map((end, index) => all.subarray(at[index], end));
}

test("the first length over the limit, wherever the data is cut", () => {
	const lengths = fc.array(fc.nat(40), { maxLength: 8 });
	const cuts = fc.array(fc.nat(400), { maxLength: 20 });
	fc.assert(
		fc.property(lengths, cuts, (lengths, cuts) => {
			const { read } = readLengths(30);
			const found = pieces(lengths, cuts).flatMap((piece) => read(piece) ?? []);
			const before = lengths.findIndex((length) => length > 30);
			expect(found[0]).toEqual(
				before < 0
					? undefined
					: { kind: "too-long", bytes: lengths[before], before },
			);
		}),
	);
});

test("a length is known before its message is there", () => {
	expect(
		readLengths(10).read(Buffer.from([0, 0xff, 0xff, 0xff, 0xff])),
	).toEqual({
		kind: "too-long",
		bytes: 0xffff_ffff,
		before: 0,
	});
});

test("what is no message is known by its first byte, wherever the data is cut", () => {
	const lengths = fc.array(fc.nat(20), { maxLength: 8 });
	const flag = fc.integer({ min: 2, max: 255 });
	const cuts = fc.array(fc.nat(400), { maxLength: 20 });
	fc.assert(
		fc.property(lengths, flag, cuts, (lengths, flag, cuts) => {
			const { read } = readLengths(30);
			for (const piece of pieces(lengths, cuts))
				expect(read(piece)).toBeUndefined();
			const beginning = Buffer.from([flag, 1, 2]);
			expect(read(beginning)).toEqual({
				kind: "no-message",
				beginning,
				before: lengths.length,
			});
		}),
	);
});
