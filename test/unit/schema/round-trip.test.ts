import {
	type DescMessage,
	equals,
	fromBinary,
	toBinary,
} from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PluginError } from "../../../src/errors.ts";
import type { MessageFormat } from "../../../src/schema/codec.ts";
import { undecodableReason } from "../../../src/schema/response/response-writer.ts";
import { anyMessage } from "./arbitrary-message.ts";
import {
	DELIMITED,
	EVERYTHING,
	LEGACY,
	readAll,
	registry,
	written,
} from "./everything.ts";

const OPTIONS = { registry, unpackAny: true, extensions: true, unknown: true };
const TYPES = [EVERYTHING, LEGACY, DELIMITED];
const typeAndMessage = fc
	.constantFrom(...TYPES)
	.chain((desc) => anyMessage(desc).map((message) => ({ desc, message })));
/** Shrinking a message of this schema takes too long. The seed is enough to reproduce a failure. */
const UNSHRUNK = { endOnFailure: true } as const;
const aText = fc.constantFrom<MessageFormat>("json", "text");

describe("a message of a schema that uses everything", () => {
	it("comes back from JSON and from text as it was", async () => {
		await fc.assert(
			fc.asyncProperty(typeAndMessage, aText, async (one, format) => {
				const { desc, message } = one;
				const text = written(desc, toBinary(desc, message), { format });
				const [body = new Uint8Array()] = await readAll(desc, text, { format });
				const back = fromBinary(desc, body);
				expect(
					equals(
						desc,
						fromBinary(desc, toBinary(desc, message)),
						back,
						OPTIONS,
					),
				).toBe(true);
			}),
			{ ...UNSHRUNK, numRuns: 300 },
		);
	}, 60_000);

	it("is written by proto names, numbers of enums and defaults and read again", async () => {
		await fc.assert(
			fc.asyncProperty(anyMessage(LEGACY), async (message) => {
				const text = written(LEGACY, toBinary(LEGACY, message), {
					fieldNames: "proto",
					enums: "numbers",
					layout: "lines",
				});
				const [body = new Uint8Array()] = await readAll(LEGACY, text);
				expect(equals(LEGACY, message, fromBinary(LEGACY, body), OPTIONS)).toBe(
					true,
				);
			}),
			UNSHRUNK,
		);
	}, 60_000);
});

describe("input that comes in pieces", () => {
	const messages = fc.array(anyMessage(EVERYTHING), { maxLength: 4 });
	const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 10 });

	it("gives the same messages however it is cut", async () => {
		await fc.assert(
			fc.asyncProperty(messages, cuts, aText, async (list, places, format) => {
				const bodies = list.map((message) => toBinary(EVERYTHING, message));
				const text = bodies
					.map((body) => written(EVERYTHING, body, { format }))
					.join(format === "json" ? "\n" : "\x1e");
				const whole = await readAll(EVERYTHING, text, { format });
				const cut = await readAll(EVERYTHING, pieces(text, places), { format });
				expect(cut).toEqual(whole);
				if (format === "json") expect(whole).toHaveLength(list.length);
			}),
			UNSHRUNK,
		);
	}, 60_000);
});

describe("input that is damaged", () => {
	const damage = fc.array(
		fc.record({ at: fc.nat({ max: 300 }), byte: fc.nat({ max: 255 }) }),
		{ minLength: 1, maxLength: 4 },
	);

	it("is read, or refused with a place, and nothing else", async () => {
		await fc.assert(
			fc.asyncProperty(
				typeAndMessage,
				damage,
				aText,
				async (one, bytes, format) => {
					const { desc, message } = one;
					const text = written(desc, toBinary(desc, message), { format });
					const damaged = Buffer.from(text);
					for (const { at, byte } of bytes)
						if (at < damaged.length) damaged[at] = byte;
					const error = await readAll(desc, damaged, { format }).catch(
						(caught: unknown) => caught,
					);
					if (!Array.isArray(error)) {
						expect(error).toBeInstanceOf(PluginError);
						expect(error).toMatchObject({
							code: "bad-input",
							facts: { origin: "-d", line: expect.any(Number) },
						});
					}
				},
			),
			{ ...UNSHRUNK, numRuns: 500 },
		);
	}, 60_000);

	it("makes a response undecodable, told without its text too, and never throws", () => {
		fc.assert(
			fc.property(fc.uint8Array(), aText, (bytes, format) => {
				for (const desc of TYPES)
					expect(faultWritten(desc, bytes, format)).toBe(
						undecodableReason(bytes, desc, registry),
					);
			}),
			{ ...UNSHRUNK, numRuns: 500 },
		);
		fc.assert(
			fc.property(typeAndMessage, damage, aText, (one, bytes, format) => {
				const { desc, message } = one;
				const body = toBinary(desc, message);
				for (const { at, byte } of bytes) if (at < body.length) body[at] = byte;
				expect(faultWritten(desc, body, format)).toBe(
					undecodableReason(body, desc, registry),
				);
			}),
			{ ...UNSHRUNK, numRuns: 500 },
		);
	}, 60_000);
});

/** Returns why a response cannot be written, in its writer's words. */
function faultWritten(
	desc: DescMessage,
	body: Uint8Array,
	format: MessageFormat,
): string | undefined {
	const text = written(desc, body, { format });
	return text.startsWith("!! ") ? text.slice(3) : undefined;
}

function pieces(
	text: string,
	places: readonly number[],
): readonly Uint8Array[] {
	const bytes = Buffer.from(text);
	const sorted = [
		0,
		...places.toSorted((one, other) => one - other),
		bytes.length,
	];
	return sorted.map((place, index) => bytes.subarray(place, sorted[index + 1]));
}
