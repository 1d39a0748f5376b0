import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join, relative } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findExecutable, startOf } from "../../src/executable-file.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** Two folders with files in them, and the PATH that names them. */
function foldersWith(first: readonly string[], second: readonly string[]) {
	const folder = temporaryFolder(onTestFinished);
	const folders = [first, second].map((names, index) => {
		const path = join(folder, String(index));
		mkdirSync(path);
		for (const name of names) {
			writeFileSync(join(path, name), "");
			chmodSync(join(path, name), 0o700);
		}
		return path;
	});
	return { folder, PATH: ["", ...folders].join(delimiter) };
}

test.each([
	["aws", ["aws.cmd"], [], "0/aws.cmd"],
	["aws", ["aws"], ["aws.exe"], "1/aws.exe"],
	["aws", ["aws.cmd", "aws.exe"], [], "0/aws.exe"],
	["aws.cmd", ["aws.exe"], ["aws.cmd"], "1/aws.cmd"],
	["aws.v2", [], ["aws.v2.exe"], "1/aws.v2.exe"],
	["aws", ["aws.ps1"], [], undefined],
])(
	"on Windows %s of %j and %j is %s",
	async (program, first, second, found) => {
		const { folder, PATH } = foldersWith(first, second);
		expect(await findExecutable(program, { PATH }, "followed", "win32")).toBe(
			found && join(folder, found),
		);
		const [, path = "", other = ""] = PATH.split(delimiter);
		const quoted = { PATH: `"${path}"${delimiter}"${other}"` };
		expect(await findExecutable(program, quoted, "followed", "win32")).toBe(
			found && join(folder, found),
		);
	},
);

test("PATHEXT says which endings may be left out, and in which order", async () => {
	const { folder, PATH } = foldersWith(["x.exe", "x.py"], []);
	const env = { PATH, PATHEXT: ".py;.exe" };
	expect(await findExecutable("x", env, "followed", "win32")).toBe(
		join(folder, "0/x.py"),
	);
});

test("outside Windows a name is not completed by an ending", async () => {
	const { folder, PATH } = foldersWith(["x.exe"], ["x"]);
	expect(await findExecutable("x", { PATH }, "followed", "linux")).toBe(
		join(folder, "1/x"),
	);
	expect(await findExecutable("x", {}, "followed", "linux")).toBeUndefined();
});

test("what lies in the current folder is not found by its name", async () => {
	const { PATH } = foldersWith([], []);
	expect(
		await findExecutable("package.json", { PATH }, "followed", "win32"),
	).toBe(undefined);
});

test.each([
	["first", ["relative", "absolute"]],
	["last", ["absolute", "relative"]],
])(
	"a folder that PATH names relative to the current one, %s",
	async (_, order) => {
		const { PATH } = foldersWith(["x"], ["x"]);
		const [, one = "", other = ""] = PATH.split(delimiter);
		const folders = { relative: relative(process.cwd(), one), absolute: other };
		const path = order
			.map((kind) =>
				kind === "relative" ? folders.relative : folders.absolute,
			)
			.join(delimiter);
		const isFirst = order[0] === "relative";
		const env = { PATH: path };
		expect(await findExecutable("x", env, "followed")).toBe(
			join(isFirst ? one : other, "x"),
		);
		expect(await findExecutable("x", env, "refused")).toBe(
			isFirst ? undefined : join(other, "x"),
		);
	},
);

test("a program is started by its path", () => {
	expect(startOf("/bin/x.cmd", ["a b"], {}, "linux")).toEqual({
		command: "/bin/x.cmd",
		args: ["a b"],
		windowsVerbatimArguments: false,
	});
	expect(startOf("C:\\x.exe", ["a b"], {}, "win32")).toEqual({
		command: "C:\\x.exe",
		args: ["a b"],
		windowsVerbatimArguments: false,
	});
});

test.each([
	[["get-token"], '"get-token"'],
	[["a b", ""], '"a b" ""'],
	[['say "hi"'], '"say ""hi"""'],
	[["C:\\folder\\"], '"C:\\folder\\\\"'],
	[['\\"'], '"\\\\"""'],
	[["%PATH%"], '"%%cd:~,%PATH%%cd:~,%"'],
	[["a&calc", "^|<>!"], '"a&calc" "^|<>!"'],
])("a batch file gets %j from its interpreter", (args, words) => {
	const env = { SystemRoot: "D:\\Windows" };
	expect(startOf("C:\\My Tools\\aws.CMD", args, env, "win32")).toEqual({
		command: "D:\\Windows\\System32\\cmd.exe",
		args: ["/e:on", "/v:off", "/d", "/c", `""C:\\My Tools\\aws.CMD" ${words}"`],
		windowsVerbatimArguments: true,
	});
});
