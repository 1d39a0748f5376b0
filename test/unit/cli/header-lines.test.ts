import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { headerLines } from "../../../src/cli/header-lines.ts";
import { runInProcess } from "../../in-process.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const folder = temporaryFolder(afterAll);
const file = join(folder, "headers");
writeFileSync(file, "# who asks\nauthorization: Bearer abc\r\n\nx-a: b\n");

test("a file gives one header a line", () => {
	expect(headerLines(["a: @b", `@${file}`])).toEqual([
		"a: @b",
		"authorization: Bearer abc",
		"x-a: b",
	]);
});

test.each(["health", "list", "describe", "call"])(
	"%s takes -H @FILE, and names one that is not there",
	async (command) => {
		const method = command === "call" ? ["a.B/C"] : [];
		const none = join(folder, "none");
		const { stderr } = await runInProcess(
			[command, "127.0.0.1:1", ...method, "--plaintext", "-H", `@${none}`],
			{ env: {} },
		);
		expect(stderr).toBe(`error: -H: ${none} does not exist\n`);
	},
);
