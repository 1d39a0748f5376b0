import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { shellWord } from "../../src/shell-word.ts";

test.each([
	["/var/run/keys", "/var/run/keys"],
	["my keys", "'my keys'"],
	["it's", "'it'\\''s'"],
	["$(reboot)", "'$(reboot)'"],
	["", "''"],
])("%s", (text, word) => {
	expect(shellWord(text)).toBe(word);
});

test.skipIf(process.platform === "win32")(
	"a shell takes any texts as they were",
	() => {
		const text = fc.string({ unit: "grapheme-ascii" });
		fc.assert(
			fc.property(fc.array(text, { minLength: 1 }), (texts) => {
				const words = texts.map(shellWord).join(" ");
				const printed = execFileSync("sh", ["-c", `printf '%s\\n' ${words}`]);
				expect(String(printed)).toBe(`${texts.join("\n")}\n`);
			}),
			{ numRuns: 20 },
		);
	},
);
