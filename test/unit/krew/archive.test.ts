import { execFileSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Entry, packArchive } from "../../../krew/archive/archive.ts";
import { checkArchive, digestLine } from "../../../krew/archive/check.ts";
import { readArchive } from "../../../krew/archive/read.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const LICENCE: Entry = {
	name: "LICENSE",
	bytes: Buffer.from("Apache"),
	mode: 0o644,
};
const PROGRAM: Entry = {
	name: "kubectl-grpc",
	bytes: Buffer.alloc(70_000, "elf"),
	mode: 0o755,
};
const NAMES = ["x.tar.gz", "x.zip"] as const;

test.each(NAMES)("%s gives back what went in", (name) => {
	const files = readArchive(name, packArchive(name, [PROGRAM, LICENCE]));
	expect([...files.keys()]).toEqual(["LICENSE", "kubectl-grpc"]);
	expect(
		Buffer.from(files.get("kubectl-grpc") ?? []).equals(PROGRAM.bytes),
	).toBe(true);
});

test.each(NAMES)(
	"%s is the same, whenever and in whatever order it is packed",
	(name) => {
		const before = packArchive(name, [PROGRAM, LICENCE]);
		expect(packArchive(name, [LICENCE, PROGRAM])).toEqual(before);
	},
);

test("the header of a .tar.gz holds no time", () => {
	expect([...packArchive("x.tar.gz", [LICENCE]).subarray(4, 8)]).toEqual([
		0, 0, 0, 0,
	]);
});

test.skipIf(process.platform === "win32")(
	"tar reads it, with permissions",
	() => {
		const folder = temporaryFolder(onTestFinished);
		const inside = (name: string) => join(folder, name);
		const archive = packArchive("x.tar.gz", [PROGRAM, LICENCE]);
		writeFileSync(inside("x.tar.gz"), archive);
		execFileSync("tar", ["-xzpf", "x.tar.gz"], { cwd: folder });
		const program = readFileSync(inside("kubectl-grpc"));
		expect(program.equals(PROGRAM.bytes)).toBe(true);
		expect(statSync(inside("kubectl-grpc")).mode & 0o777).toBe(0o755);
		expect(statSync(inside("LICENSE")).mode & 0o777).toBe(0o644);
	},
);

test.each(NAMES)("%s cut short at any place is told as that", (name) => {
	const whole = packArchive(name, [PROGRAM, LICENCE]);
	for (const part of [0, 1, 10, whole.length >> 1, whole.length - 1]) {
		expect(() => readArchive(name, whole.subarray(0, part))).toThrow(
			`${name} is cut short or damaged`,
		);
	}
});

function published(entries: readonly Entry[], digest?: string) {
	const name = "x.tar.gz";
	const bytes = packArchive(name, entries);
	return { name, bytes, digest: digest ?? digestLine(name, bytes) };
}

test("an archive is checked as whoever installs it will", () => {
	const found = checkArchive(published([PROGRAM, LICENCE]), "kubectl-grpc");
	expect(Buffer.from(found).equals(PROGRAM.bytes)).toBe(true);
});

test.each([
	[
		published([PROGRAM, LICENCE], `${"0".repeat(64)}  x.tar.gz\n`),
		"is not the file that x.tar.gz.sha256 was made of",
	],
	[published([PROGRAM]), "has no kubectl-grpc, or no LICENSE"],
	[published([LICENCE]), "has no kubectl-grpc, or no LICENSE"],
])("a wrong archive is refused (%#)", (archive, message) => {
	expect(() => checkArchive(archive, "kubectl-grpc")).toThrow(message);
});
