import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { replaceFile } from "../../src/replace-file.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("the new content takes the place of the old at once, and nothing is left beside it", () => {
	const folder = temporaryFolder(onTestFinished);
	const file = join(folder, "config");
	replaceFile(file, "old", 0o600);
	replaceFile(file, "new", 0o600);
	expect(readFileSync(file, "utf8")).toBe("new");
	if (process.platform !== "win32") expect(statSync(file).mode & 0o077).toBe(0);
	expect(readdirSync(folder)).toEqual(["config"]);
});

test("what cannot be replaced leaves no draft behind", () => {
	const folder = temporaryFolder(onTestFinished);
	mkdirSync(join(folder, "folder", "kept"), { recursive: true });
	expect(() => replaceFile(join(folder, "folder"), "new", 0o600)).toThrow();
	expect(readdirSync(folder)).toEqual(["folder"]);
});
