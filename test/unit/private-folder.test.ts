import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { createPrivateFolder } from "../../src/private-folder.ts";

test("a folder goes when the process ends, in the middle of its removal too", async () => {
	const before = process.listeners("exit");
	const { path, remove } = createPrivateFolder("test");
	expect(basename(path)).toMatch(/^kubectl-grpc-test-/);
	await writeFile(join(path, "a.proto"), "");
	const [onExit] = process
		.listeners("exit")
		.filter((listener) => !before.includes(listener));
	const removal = remove();
	expect(process.listeners("exit")).toContain(onExit);
	onExit?.(0);
	expect(existsSync(path)).toBe(false);
	await removal;
	expect(process.listeners("exit")).toEqual(before);
});

test("a folder of temporary files that cannot be used is named, with what names another", () => {
	const variable = process.platform === "win32" ? "TEMP" : "TMPDIR";
	vi.stubEnv(variable, "/nowhere");
	onTestFinished(() => void vi.unstubAllEnvs());
	expect(() => createPrivateFolder("test")).toThrow(
		expect.objectContaining({
			code: "bad-input",
			message:
				"the folder of temporary files, /nowhere, cannot be written: there is no such folder",
			hint: [`${variable} names another`],
		}),
	);
});
