import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { tokenFile } from "../../../../src/kubernetes/access/token-file.ts";
import { errorOf } from "../../plugin-error.ts";
import { useFolder } from "./test-folder.ts";

const folder = useFolder();
const usual = { fresh: false };

test("it is read again after a while, or when the token was refused", async () => {
	let now = 0;
	const read = tokenFile(folder.write("token", " one\n"), undefined, () => now);
	expect(await read(usual)).toBe("one");
	folder.write("token", "two");
	now = 49_000;
	expect(await read(usual)).toBe("one");
	now = 50_000;
	expect(await read(usual)).toBe("two");
	folder.write("token", "three");
	expect(await read({ fresh: true })).toBe("three");
});

test("a file that is gone for a moment does no harm", async () => {
	const read = tokenFile(folder.write("token", "one"), undefined);
	await read(usual);
	rmSync(folder.path("token"));
	expect(await read({ fresh: true })).toBe("one");
});

test("the entry's own token stands in", async () => {
	expect(await tokenFile(folder.path("missing"), "own")(usual)).toBe("own");
});

test.each(["", " \n\t"])("%j is empty", async (text) => {
	const read = tokenFile(folder.write("token", text), undefined);
	const error = await errorOf(read(usual), "credentials");
	expect(error.message).toBe(`token file ${folder.path("token")} is empty`);
});

test("a missing file", async () => {
	const read = tokenFile(folder.path("missing"), undefined);
	const error = await errorOf(read(usual), "credentials");
	expect(error.message).toContain("does not exist");
});
