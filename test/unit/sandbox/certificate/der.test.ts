import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	integer,
	oid,
	sequence,
	time,
} from "../../../../src/sandbox/certificate/der.ts";

function hex(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("hex");
}

describe("DER", () => {
	test.each([
		[[0], "020100"],
		[[0, 0], "020100"],
		[[0x7f], "02017f"],
		[[0x80], "02020080"],
		[[0, 0x7f], "02017f"],
		[[0, 0x80], "02020080"],
	])("integer of %j is %s", (bytes, encoded) => {
		expect(hex(integer(Buffer.from(bytes)))).toBe(encoded);
	});

	test("an integer has as few bytes as hold it", () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1, maxLength: 20 }), (bytes) => {
				const [, length = 0, first = 0, second = 0] = integer(bytes);
				const value = BigInt(`0x${hex(bytes)}`);
				expect(BigInt(`0x${hex(integer(bytes).subarray(2))}`)).toBe(value);
				expect(first & 0x80).toBe(0);
				if (length > 1 && first === 0) expect(second & 0x80).toBe(0x80);
			}),
		);
	});

	test.each([
		["2.5.4.3", "0603550403"],
		["1.2.840.10045.4.3.2", "06082a8648ce3d040302"],
	])("object identifier %s is %s", (dotted, encoded) => {
		expect(hex(oid(dotted))).toBe(encoded);
	});

	test.each([
		[0, "3000"],
		[127, "307f"],
		[128, "308180"],
		[255, "3081ff"],
		[256, "30820100"],
	])("a sequence of %d bytes begins %s", (length, head) => {
		const encoded = sequence(Buffer.alloc(length, 1));
		expect(hex(encoded.subarray(0, head.length / 2))).toBe(head);
		expect(encoded).toHaveLength(head.length / 2 + length);
	});

	test.each([
		["2049-12-31T23:59:59Z", "170d3439313233313233353935395a"],
		["2050-01-01T00:00:00Z", "180f32303530303130313030303030305a"],
	])("time %s is %s", (at, encoded) => {
		expect(hex(time(new Date(at)))).toBe(encoded);
	});
});
