import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readPem } from "../../src/cli/read-pem.ts";
import { protoFilesSource } from "../../src/schema/proto-files/proto-files-source.ts";
import { protosetSource } from "../../src/schema/protoset/protoset-source.ts";
import { readWhole, readWholeNow } from "../../src/whole-file.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const folder = temporaryFolder(afterAll);

test("a file is read whole", async () => {
	const file = join(folder, "large");
	const bytes = Buffer.alloc(1_000_000, "abc");
	writeFileSync(file, bytes);
	expect((await readWhole(file)).equals(bytes)).toBe(true);
	expect(readWholeNow(file).equals(bytes)).toBe(true);
});

test("a folder, and what is not there, are refused in Node's words", async () => {
	await expect(readWhole(folder)).rejects.toMatchObject({ code: "EISDIR" });
	await expect(readWhole(join(folder, "none"))).rejects.toMatchObject({
		code: "ENOENT",
	});
	expect(() => readWholeNow(folder)).toThrow("EISDIR");
});

test.skipIf(process.platform === "win32")(
	"pipes are waited for by the event loop alone",
	async () => {
		// More than libuv has threads: with one held by each nobody could write.
		const pipes = [1, 2, 3, 4, 5].map((n) => join(folder, `pipe-${n}`));
		execFileSync("mkfifo", pipes);
		const reading = Promise.all(pipes.map(readWhole));
		// A pipe can be opened for writing once somebody reads it.
		for (const pipe of pipes) await writeFile(pipe, "late ");
		const read = await reading;
		expect(Buffer.concat(read).toString()).toBe("late ".repeat(5));
	},
);

describe.skipIf(process.platform !== "linux")("a device has no end", () => {
	const file = "/dev/zero";
	const why = "/dev/zero is too large, or has no end";

	test.each<[string, () => Promise<unknown>]>([
		["--cacert", () => readPem("cacert", file, "certificate")],
		["--protoset", () => protosetSource([file]).services()],
		[
			"--proto",
			() => protoFilesSource({ protos: [file], importPaths: [] }).services(),
		],
	])("%s says so", async (flag, read) => {
		await expect(read()).rejects.toThrow(`${flag}: ${why}`);
	});

	test("as does what cannot be awaited", () => {
		expect(() => readWholeNow(file)).toThrow("too large");
	});
});
