import { expect, test } from "vitest";
import { refuseIfForbidden } from "../../../src/cli/missing-right.ts";

const FORBIDDEN = { code: "forbidden", message: "no", hint: ["ask"] } as const;
const REFUSED = {
	code: "connection-refused",
	message: "shut",
	hint: [],
} as const;

test("one right that all lack is one error", () => {
	expect(() => refuseIfForbidden([FORBIDDEN, FORBIDDEN])).toThrow(
		expect.objectContaining(FORBIDDEN),
	);
});

test.each([
	["nobody was asked", []],
	["one was reached", [FORBIDDEN, undefined]],
	["one failed otherwise", [FORBIDDEN, REFUSED]],
	["one failed otherwise, first", [REFUSED, FORBIDDEN]],
	[
		"rights are missing in two ways",
		[FORBIDDEN, { ...FORBIDDEN, message: "there neither" }],
	],
])("where %s, each has its own row", (_, failures) => {
	expect(() => refuseIfForbidden(failures)).not.toThrow();
});
