import { expect, test } from "vitest";
import { refuseIfForbidden } from "../../../src/cli/missing-right.ts";

const FORBIDDEN = { code: "forbidden", message: "no", hint: ["ask"] } as const;
const REFUSED = {
	code: "connection-refused",
	message: "shut",
	hint: [],
} as const;

test("a right that is missing for all pods is one error", () => {
	expect(() => refuseIfForbidden([FORBIDDEN, FORBIDDEN])).toThrow(
		expect.objectContaining(FORBIDDEN),
	);
});

test("rights that are missing in several namespaces are one error, which names the first few", () => {
	const inNamespaces = (count: number) =>
		Array.from({ length: count }, (_, at) => ({
			code: "forbidden" as const,
			message: `not in ${at}`,
			hint: [`ask for ${at}`],
		}));
	expect(() => refuseIfForbidden(inNamespaces(2))).toThrow(
		expect.objectContaining({
			code: "forbidden",
			message: "not in 0; not in 1",
			hint: ["ask for 0", "ask for 1"],
		}),
	);
	expect(() => refuseIfForbidden(inNamespaces(5))).toThrow(
		expect.objectContaining({
			message: "not in 0; not in 1; not in 2; and 2 more",
			hint: ["ask for 0", "ask for 1", "ask for 2"],
		}),
	);
});

test.each([
	["nobody was asked", []],
	["one was reached", [FORBIDDEN, undefined]],
	["one failed otherwise", [FORBIDDEN, REFUSED]],
	["one failed otherwise, first", [REFUSED, FORBIDDEN]],
])("where %s, each has its own row", (_, failures) => {
	expect(() => refuseIfForbidden(failures)).not.toThrow();
});
