import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { headerValue } from "../../../../src/kubernetes/access/header-value.ts";
import { impersonationHeaders } from "../../../../src/kubernetes/access/impersonation.ts";
import { tokenExpiry } from "../../../../src/kubernetes/access/token-expiry.ts";

const NOBODY = { user: undefined, uid: undefined, groups: [], extra: {} };

describe("impersonation", () => {
	test("nothing is sent without a user", () => {
		expect(impersonationHeaders({ ...NOBODY, groups: ["a"] })).toEqual({});
	});

	test("user, uid, groups and extra", () => {
		const extra = { "a/b": ["1", "2"] };
		expect(
			impersonationHeaders({
				user: "eve",
				uid: "7",
				groups: ["x", "y"],
				extra,
			}),
		).toEqual({
			"Impersonate-User": "eve",
			"Impersonate-Uid": "7",
			"Impersonate-Group": ["x", "y"],
			"Impersonate-Extra-a%2Fb": ["1", "2"],
		});
	});

	test("an extra key survives the API server's unescaping", () => {
		const printable = fc.string({ unit: "grapheme", minLength: 1 });
		fc.assert(
			fc.property(printable, (key) => {
				const extra = { [key]: ["v"] };
				const names = Object.keys(
					impersonationHeaders({ ...NOBODY, user: "eve", extra }),
				);
				const name = names.find((each) =>
					each.startsWith("Impersonate-Extra-"),
				);
				const escaped = name?.slice("Impersonate-Extra-".length) ?? "";
				expect(escaped).toMatch(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/);
				expect(decodeURIComponent(escaped)).toBe(key);
			}),
		);
	});
});

function isControl(character: string): boolean {
	const code = character.charCodeAt(0);
	return code < 0x20 || code === 0x7f;
}

test("a header value is its UTF-8 bytes, or an error that does not show it", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary" }), (text) => {
			const isSafe = [...text].every((c) => c === "\t" || !isControl(c));
			const value = () => headerValue(text, "the token");
			if (!isSafe) {
				expect(value).toThrow(/^the token contains a line break/);
				return;
			}
			expect(Buffer.from(value(), "latin1").toString("utf8")).toBe(text);
		}),
	);
});

describe("the end of a token", () => {
	const jwt = (claims: string) =>
		`e30.${Buffer.from(claims).toString("base64url")}.sig`;
	test.each([
		[jwt('{"exp":1700000000}'), "2023-11-14T22:13:20.000Z"],
		[jwt('{"exp":1700000000.7}'), "2023-11-14T22:13:20.700Z"],
		[jwt('{"exp":"soon"}'), undefined],
		[jwt('{"exp":1e300}'), undefined],
		[jwt("[]"), undefined],
		[jwt("nonsense"), undefined],
		["opaque", undefined],
		["a.b", undefined],
	])("%s ends %s", (token, end) => {
		expect(tokenExpiry(token)?.toISOString()).toBe(end);
	});
});
