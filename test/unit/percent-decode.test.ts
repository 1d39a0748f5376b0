import { expect, test } from "vitest";
import { percentDecoded } from "../../src/percent-decode.ts";

test.each([
	["a%20%C3%A4", "a ä"],
	["100%", "100%"],
	["%FF", "%FF"],
])("%s is %s", (encoded, text) => {
	expect(percentDecoded(encoded)).toBe(text);
});
