import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { generatedPages } from "../../docs/generate.ts";

test.each(Object.entries(generatedPages()))(
	"docs/%s is current; npm run docs writes it anew",
	async (path, text) => {
		expect(await readFile(`docs/${path}`, "utf8")).toBe(text);
	},
);
