import { expect, test } from "vitest";
import { requireProgram } from "../../../../src/commands/sandbox/find-program.ts";

const { PATH } = process.env;

test.each([["sh"], [process.execPath]])("%s is found", async (program) => {
	expect(await requireProgram(program, { PATH })).toMatch(/^\/.*(sh|node)$/);
});

test("without a PATH the program is left to the system to find", async () => {
	expect(await requireProgram("sh", {})).toBe("sh");
});

test.each([
	["nothing of that name", "no-such-program-anywhere", PATH],
	["on another PATH", "sh", "/no/such/folder"],
	["a folder", "/", PATH],
	["no program", import.meta.filename, PATH],
	["no name", "", PATH],
])("%s cannot be started", async (_, program, path) => {
	await expect(requireProgram(program, { PATH: path })).rejects.toMatchObject({
		code: "usage",
		message: `"${program}" cannot be started`,
	});
});
