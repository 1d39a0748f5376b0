import type { OutgoingHttpHeaders } from "node:http2";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHeaders, toHeaders } from "../../../src/grpc/metadata.ts";
import {
	encodeTimeout,
	headerListBytes,
} from "../../../src/grpc/request-headers.ts";
import { hostOf } from "../../../src/grpc/server-name.ts";
import {
	decodeMessage,
	serverStatus,
	statusCode,
	statusName,
	statusOfHttp,
} from "../../../src/grpc/status.ts";

const key = fc.stringMatching(/^k[a-z0-9]{1,8}$/);
const ascii = fc.stringMatching(/^[\x21-\x7e]{0,20}$/);

/** Returns names and values in turn, in the order on the wire. */
function fieldsOf(headers: OutgoingHttpHeaders): readonly string[] {
	return Object.entries(headers).flatMap(([name, field]) =>
		[field ?? []].flat().flatMap((value) => [name, String(value)]),
	);
}

describe("metadata", () => {
	it("comes back as it was sent, in order by key", () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(key, ascii)), (metadata) => {
				const back = fromHeaders(fieldsOf(toHeaders(metadata)));
				for (const [name] of metadata)
					expect(back.filter(([found]) => found === name)).toEqual(
						metadata.filter(([given]) => given === name),
					);
			}),
		);
	});

	it("carries bytes in -bin values, whatever base64 they are given in", () => {
		fc.assert(
			fc.property(fc.uint8Array(), fc.boolean(), (bytes, url) => {
				const buffer = Buffer.from(bytes);
				const given = buffer.toString(url ? "base64url" : "base64");
				const sent = toHeaders([["a-bin", given]]) as Record<string, string[]>;
				expect(sent["a-bin"]?.[0]).not.toContain("=");
				expect(fromHeaders(fieldsOf(sent))).toEqual([
					["a-bin", buffer.toString("base64")],
				]);
			}),
		);
	});

	it.each(["A", "AQIDB", "AQ,Ag", "A Q", "AQ==="])(
		"refuses %j for a -bin value, of which bytes would be lost",
		(value) => {
			expect(() => toHeaders([["a-bin", value]])).toThrow("not base64");
		},
	);

	it("received leaves out pseudo-headers and what it is told to, and splits joined -bin values", () => {
		expect(
			fromHeaders(
				fieldsOf({
					":status": "200",
					"grpc-status": "0",
					"a-bin": "AQ, Ag==",
					date: "Mon, 1",
					twice: ["one", "two"],
				}),
				["grpc-status"],
			),
		).toEqual([
			["a-bin", "AQ=="],
			["a-bin", "Ag=="],
			["date", "Mon, 1"],
			["twice", "one"],
			["twice", "two"],
		]);
	});

	it("never shows the value of a key that cannot be sent", () => {
		expect(() => toHeaders([["authorization", "Bearer s3cret\n"]])).toThrow(
			/^metadata "authorization" cannot be sent: (?!.*s3cret)/,
		);
		expect(() =>
			toHeaders([
				["authorization", "Bearer one"],
				["authorization", "Bearer two"],
			]),
		).toThrow(/once/);
	});
});

describe("a timeout", () => {
	it.each([
		[0, "1m"],
		[0.2, "1m"],
		[1, "1m"],
		[1500, "1500m"],
		[99_999_999, "99999999m"],
		[100_000_000, "100000S"],
		[2 ** 31 - 1, "2147484S"],
	])("of %d ms is %s", (timeoutMs, encoded) => {
		expect(encodeTimeout(timeoutMs)).toBe(encoded);
	});
});

describe("a host", () => {
	it.each([
		["api.example:443", "api.example"],
		["api.example", "api.example"],
		["[::1]:443", "::1"],
		["[::1]", "::1"],
		["10.0.0.1:50051", "10.0.0.1"],
	])("of %s is %s", (authority, host) => {
		expect(hostOf(authority)).toBe(host);
	});
});

describe("a status", () => {
	it("has a name for each code and a code for each name", () => {
		for (let code = 0; code <= 16; code += 1)
			expect(statusCode(statusName(code))).toBe(code);
		expect(statusName(17)).toBe("UNKNOWN");
		expect(statusName(-1)).toBe("UNKNOWN");
	});

	it.each(["17", "-1", "1.5", "0x1", "", " 0", "NaN", "9".repeat(400)])(
		"of %j is UNKNOWN and says so",
		(sent) => {
			const status = serverStatus(sent, "and a message", undefined);
			expect(status).toMatchObject({
				code: 2,
				name: "UNKNOWN",
				source: "server",
			});
			expect(status.message).toMatch(/no status code: and a message$/);
			expect(status.message.length).toBeLessThan(150);
		},
	);

	it.each([
		["plain, with 100%", "plain, with 100%"],
		["what%3F %23 %2F %25", "what? # / %"],
		["%e2%82%ac and %E2%82%AC", "€ and €"],
		["%ff%zz%", "\ufffd%zz%"],
		["%1B[2J", "\u001b[2J"],
	])("has the message of %j decoded", (encoded, message) => {
		expect(decodeMessage(encoded)).toBe(message);
	});

	it.each([
		[400, "INTERNAL"],
		[401, "UNAUTHENTICATED"],
		[403, "PERMISSION_DENIED"],
		[404, "UNIMPLEMENTED"],
		[429, "UNAVAILABLE"],
		[503, "UNAVAILABLE"],
		[200, "UNKNOWN"],
		[302, "UNKNOWN"],
	])("for HTTP %d is %s", (http, name) => {
		expect(statusOfHttp(http)).toBe(name);
	});
});

it("each value of a name counts as a header field, with 32 bytes of its own", () => {
	expect(headerListBytes({ "x-id": ["1", "22"], te: "trailers" })).toBe(
		4 + 1 + 32 + (4 + 2 + 32) + (2 + 8 + 32),
	);
});
