import { expect, test } from "vitest";
import { formatBytes } from "../../../src/render/bytes.ts";

test.each([
	[0, "0 B"],
	[850, "850 B"],
	[1023, "1023 B"],
	[1024, "1.0 KiB"],
	[4_200, "4.1 KiB"],
	[10 * 1024, "10 KiB"],
	[1024 * 1024 - 1, "1.0 MiB"],
	[12 * 1024 * 1024, "12 MiB"],
	[3 * 1024 ** 4, "3.0 TiB"],
])("%i is %s", (bytes, text) => {
	expect(formatBytes(bytes)).toBe(text);
});
