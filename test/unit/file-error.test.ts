import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { PluginError } from "../../src/errors.ts";
import {
	unreadable,
	unwritable,
	whyUnreadable,
	whyUnwritable,
} from "../../src/file-error.ts";
import { shellWord } from "../../src/shell-word.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const folder = temporaryFolder(afterAll);
const file = join(folder, "file");
writeFileSync(file, "");

function causeOf(use: () => unknown): unknown {
	try {
		return use();
	} catch (caught) {
		return caught;
	}
}

const reading = (path: string) => causeOf(() => readFileSync(path));
const writing = (path: string) => causeOf(() => writeFileSync(path, ""));
const failing = (code: string) => Object.assign(new Error(code), { code });

test.each([
	[reading(join(folder, "none")), "does not exist"],
	[reading(folder), "is a directory"],
	[failing("EACCES"), "may not be read by this user"],
	[failing("EIO"), "cannot be read (EIO)"],
	[new Error("odd"), "cannot be read (odd)"],
	["odd", "cannot be read (odd)"],
])("why a file was not read: %s", (cause, why) => {
	expect(whyUnreadable(cause)).toBe(why);
});

test.each([
	[
		writing(join(folder, "none", "x")),
		"cannot be written: there is no such folder",
	],
	[writing(folder), "is a directory"],
	[failing("EPERM"), "may not be written by this user"],
	[failing("EROFS"), "cannot be written: the file system is read-only"],
	[failing("ENOSPC"), "cannot be written: the disk is full"],
	[failing("EIO"), "cannot be written (EIO)"],
])("why a file was not written: %s", (cause, why) => {
	expect(whyUnwritable(cause)).toBe(why);
});

// Windows says of such a path only that it does not exist.
test.skipIf(process.platform === "win32")(
	"a path that leads through a file is told as that",
	() => {
		const path = join(file, "none");
		expect(whyUnreadable(reading(path))).toBe(
			"does not exist: its path leads through a file",
		);
		expect(whyUnwritable(writing(path))).toBe(
			"cannot be written: its path leads through a file",
		);
	},
);

test("a relative path is told with the folder that it was looked for in", () => {
	const error = unreadable(reading("none.pem"), {
		named: "--cacert",
		file: "none.pem",
		code: "certificate",
	});
	expect(error).toBeInstanceOf(PluginError);
	expect(error).toMatchObject({
		code: "certificate",
		message: "--cacert: none.pem does not exist",
		hint: [`looked for in ${process.cwd()}`],
		facts: { file: "none.pem" },
	});
});

test("a folder that is missing is told with what makes it", () => {
	const path = join(folder, "none", "run.jsonl");
	const error = unwritable(writing(path), { named: "--record", file: path });
	expect(error).toMatchObject({
		code: "bad-input",
		message: `--record: ${path} cannot be written: there is no such folder`,
		hint: [`mkdir -p ${shellWord(join(folder, "none"))}`],
	});
});

test("what makes a folder can be pasted", () => {
	const path = join(folder, "my recordings", "run.jsonl");
	const error = unwritable(writing(path), { named: "--record", file: path });
	expect(error.hint).toEqual([`mkdir -p '${join(folder, "my recordings")}'`]);
});

test("a ~ that no shell has replaced is told with what stands for it", () => {
	const hint = `shells replace ~ only where a word begins; in its place: "$HOME/none.pem"`;
	const file = "~/none.pem";
	expect(unreadable(reading(file), { named: "--cacert", file }).hint[0]).toBe(
		hint,
	);
	expect(unwritable(writing(file), { named: "--record", file }).hint).toEqual([
		hint,
	]);
});

test("an empty name stands in quotation marks", () => {
	expect(unreadable(reading(""), { named: "-d", file: "" }).message).toBe(
		'-d: "" does not exist',
	);
});
