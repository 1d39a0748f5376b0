import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
	formatOf,
	inspectExecutable,
} from "../../../krew/executable/inspect.ts";
import { signMachO } from "../../../krew/executable/sign-mach-o.ts";
import { stripElf } from "../../../krew/executable/strip-elf.ts";
import { withoutLibatomic } from "../../../krew/executable/without-libatomic.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

function elf(machine: number): Buffer {
	const file = Buffer.alloc(64);
	file.writeUInt32BE(0x7f454c46, 0);
	file.writeUInt16LE(machine, 0x12);
	return file;
}

function pe(machine: number): Buffer {
	const file = Buffer.alloc(128);
	file.write("MZ");
	file.writeUInt32LE(0x40, 0x3c);
	file.write("PE\0\0", 0x40);
	file.writeUInt16LE(machine, 0x44);
	return file;
}

/** Returns a Mach-O file of two segments: __TEXT with one section, and __LINKEDIT at the end. */
function machO(sectionOffset = 4096): Buffer {
	const file = Buffer.alloc(3 * 4096 + 5, 7);
	file.fill(0, 0, 4096);
	file.writeUInt32LE(0xfeedfacf, 0);
	file.writeUInt32LE(0x0100_000c, 4);
	file.writeUInt32LE(2, 16);
	file.writeUInt32LE(152 + 72, 20);
	segment(32, "__TEXT", 152, 0, 2 * 4096);
	file.writeUInt32LE(1, 32 + 64);
	file.writeUInt32LE(sectionOffset, 32 + 72 + 48);
	segment(32 + 152, "__LINKEDIT", 72, 2 * 4096, 4096 + 5);
	return file;

	function segment(
		at: number,
		name: string,
		size: number,
		offset: number,
		bytes: number,
	) {
		file.writeUInt32LE(0x19, at);
		file.writeUInt32LE(size, at + 4);
		file.write(name, at + 8);
		file.writeBigUInt64LE(BigInt(offset), at + 40);
		file.writeBigUInt64LE(BigInt(bytes), at + 48);
	}
}

test.each([
	[elf(0x3e), "linux", "amd64"],
	[elf(0xb7), "linux", "arm64"],
	[machO(), "darwin", "arm64"],
	[pe(0x8664), "windows", "amd64"],
])("a header tells what the executable runs on (%#)", (file, os, arch) => {
	expect(formatOf(file)).toEqual({ os, arch });
});

test.each([
	[elf(0x28)],
	[Buffer.from("#!/bin/sh\n".repeat(9))],
	[Buffer.alloc(3)],
])("what is none of ours is told as that (%#)", (file) => {
	expect(formatOf(file)).toBeUndefined();
});

test("an executable must be its platform's and carry the bundle", () => {
	const carrying = Buffer.concat([
		elf(0x3e),
		Buffer.from(`${FUSE}:1 the front, the whole`),
	]);
	const platform = { os: "linux", arch: "amd64" } as const;
	expect(() =>
		inspectExecutable(carrying, platform, ["the front", "the whole"]),
	).not.toThrow();
	expect(() =>
		inspectExecutable(carrying, { os: "linux", arch: "arm64" }, [
			"the front",
			"the whole",
		]),
	).toThrow("for linux/arm64 was wanted, and this is one for linux/amd64");
	expect(() =>
		inspectExecutable(carrying, platform, ["the front", "another"]),
	).toThrow("does not carry the plugin");
	const empty = Buffer.from(
		carrying.toString("latin1").replace(":1", ":0"),
		"latin1",
	);
	expect(() =>
		inspectExecutable(empty, platform, ["the front", "the whole"]),
	).toThrow("does not carry the plugin");
});

test("a signature holds the digest of every page, the last one short", () => {
	const signed = signMachO(machO(), "kubectl-grpc");
	const codeSize = Math.ceil(machO().length / 16) * 16;
	const commandAt = 32 + 152 + 72;
	expect(signed.readUInt32LE(16)).toBe(3);
	expect(
		[0, 4, 8, 12].map((at) => signed.readUInt32LE(commandAt + at)),
	).toEqual([0x1d, 16, codeSize, signed.length - codeSize]);
	expect(signed.readBigUInt64LE(32 + 152 + 48)).toBe(
		BigInt(signed.length - 2 * 4096),
	);
	const directory = signed.subarray(
		codeSize + signed.readUInt32BE(codeSize + 16),
	);
	expect(directory.readUInt32BE(0)).toBe(0xfade0c02);
	const [hashOffset, slots] = [
		directory.readUInt32BE(16),
		directory.readUInt32BE(28),
	];
	expect(slots).toBe(4);
	for (let slot = 0; slot < slots; slot++) {
		const page = signed.subarray(
			slot * 4096,
			Math.min((slot + 1) * 4096, codeSize),
		);
		expect(
			directory.subarray(hashOffset + slot * 32, hashOffset + (slot + 1) * 32),
		).toEqual(createHash("sha256").update(page).digest());
	}
});

test("what cannot be signed is not", () => {
	expect(() => signMachO(signMachO(machO(), "x"), "x")).toThrow(
		"signed already",
	);
	expect(() => signMachO(machO(260), "x")).toThrow("no room");
});

test.skipIf(process.platform !== "linux")(
	"a stripped program of Linux runs as before, and is smaller",
	() => {
		const node = readFileSync(process.execPath);
		const stripped = stripElf(node);
		expect(stripped.length).toBeLessThan(node.length * 0.8);
		expect(stripElf(stripped).equals(stripped)).toBe(true);
		const path = join(temporaryFolder(onTestFinished), "node");
		writeFileSync(path, stripped, { mode: 0o755 });
		const output = execFileSync(path, ["-p", "6 * 7"], { encoding: "utf8" });
		expect(output).toBe("42\n");
	},
);

test.skipIf(process.platform !== "linux")(
	"a program of Linux runs where there is no libatomic",
	() => {
		const program = withoutLibatomic(readFileSync(process.execPath));
		expect(withoutLibatomic(program)).toBe(program);
		const path = join(temporaryFolder(onTestFinished), "node");
		writeFileSync(path, program, { mode: 0o755 });
		const libraries = execFileSync(path, {
			encoding: "utf8",
			env: { LD_TRACE_LOADED_OBJECTS: "1" },
		});
		expect(libraries).toContain("libc.so.6");
		expect(libraries).not.toContain("libatomic");
		// Each new function takes a place in a table of V8, which is what the library was needed for.
		const many =
			"Array.from({ length: 9_999 }, (_, n) => Function('return ' + n)()).length";
		const output = execFileSync(path, ["-p", many], { encoding: "utf8" });
		expect(output).toBe("9999\n");
	},
);
