import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { INVOCATION } from "../../../src/plugin-name.ts";

/** Returns a source text without its comments, which may contain the plugin's name. */
const codeOf = (source: string): string =>
	source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

test("one file alone holds the plugin's name", () => {
	const naming = globSync("src/**/*.{ts,tsx}").filter((file) =>
		codeOf(readFileSync(file, "utf8")).includes(INVOCATION),
	);
	expect(naming).toEqual([]);
});
