import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as tick } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { toOutputFile } from "../../../../src/commands/call/output-file.ts";
import { write } from "../../../../src/commands/call/views/write.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { shownAs } from "./shown.ts";

test("the file is complete when the printing is over", async () => {
	const path = join(temporaryFolder(onTestFinished), "out");
	const printed = await toOutputFile(path, async (out) => {
		await write(out, "one");
		await write(out, "two");
		return 2;
	});
	expect([printed, await readFile(path, "utf8")]).toEqual([2, "onetwo"]);
});

test("the error that ends the printing is thrown, and what was printed is kept", async () => {
	const path = join(temporaryFolder(onTestFinished), "out");
	const printing = toOutputFile(path, async (out) => {
		await write(out, "one");
		throw new Error("enough");
	});
	await expect(printing).rejects.toThrow("enough");
	expect(await readFile(path, "utf8")).toBe("one");
});

test("a file that cannot be opened is an error", async () => {
	const path = join(temporaryFolder(onTestFinished), "none", "out");
	await expect(toOutputFile(path, async () => {})).rejects.toMatchObject({
		code: "bad-input",
		message: `--output-file: ${path} cannot be written: there is no such folder`,
	});
});

test("- is standard output", () => {
	expect(shownAs("--output-file=-").plan.outputFile).toBeUndefined();
	expect(shownAs("--output-file=./-").plan.outputFile).toBe("./-");
});

describe.skipIf(!existsSync("/dev/full"))("a full disk", () => {
	const full = {
		code: "bad-input",
		message: "--output-file: /dev/full cannot be written: the disk is full",
	};

	test("that is found out at the end", async () => {
		const printing = toOutputFile("/dev/full", (out) => write(out, "one"));
		await expect(printing).rejects.toMatchObject(full);
	});

	test("ends a stream that would go on", async () => {
		const printing = toOutputFile("/dev/full", async (out) => {
			for (;;) {
				await write(out, "one");
				await tick();
			}
		});
		await expect(printing).rejects.toMatchObject(full);
	});

	test("that is found out while room is waited for", async () => {
		const printing = toOutputFile("/dev/full", (out) =>
			write(out, new Uint8Array(1024 * 1024)),
		);
		await expect(printing).rejects.toMatchObject(full);
	});
});
