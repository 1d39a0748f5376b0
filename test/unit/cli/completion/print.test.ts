import { expect, test } from "vitest";
import { printCompletion } from "../../../../src/cli/completion/print.ts";

test.each([
	["space", 4],
	["no-space", 6],
	["files", 0],
	["folders", 16],
] as const)("%s is Cobra's directive %i", (next, directive) => {
	const candidates = [{ value: "a", description: "b" }, { value: "c" }];
	expect(printCompletion({ candidates, next })).toBe(
		`a\tb\nc\n:${directive}\n`,
	);
});

test("a value that would control the terminal is left out, and a description is escaped", () => {
	const candidates = [
		{ value: "a\u001b[31m" },
		{ value: "b\nc" },
		{ value: "d", description: "e\tf\u202eg" },
	];
	expect(printCompletion({ candidates, next: "space" })).toBe("d\te f g\n:4\n");
});

test.each([
	"$(reboot)",
	"`reboot`",
	"a;reboot",
	"a&reboot",
	"a|b",
	"a>b",
	"'a",
	'"a',
	"a\\",
	"!a",
])("a value that a shell would interpret is left out: %s", (value) => {
	const candidates = [{ value }, { value: "shop.Users/Get" }];
	expect(printCompletion({ candidates, next: "space" })).toBe(
		"shop.Users/Get\n:4\n",
	);
});
