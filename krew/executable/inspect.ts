import type { Platform } from "../platforms.ts";

type Format = Pick<Platform, "os" | "arch">;

/** Node.js's mark in an executable. Its last digit becomes 1 when a script is put in. */
const FUSE = Buffer.from("NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1");

const ELF_MACHINES: Readonly<Record<number, Format["arch"]>> = {
	62: "amd64",
	183: "arm64",
};
const MACH_O_CPUS: Readonly<Record<number, Format["arch"]>> = {
	16777223: "amd64",
	16777228: "arm64",
};
const PE_MACHINES: Readonly<Record<number, Format["arch"]>> = {
	34404: "amd64",
	43620: "arm64",
};

/** Returns the platform in an executable's header; undefined when the file is no 64-bit ELF, Mach-O or PE file. */
export function formatOf(file: Buffer): Format | undefined {
	if (file.length < 0x40) return undefined;
	if (file.readUInt32BE(0) === 0x7f454c46)
		return format("linux", ELF_MACHINES[file.readUInt16LE(0x12)]);
	if (file.readUInt32LE(0) === 0xfeedfacf)
		return format("darwin", MACH_O_CPUS[file.readUInt32LE(4)]);
	if (file.toString("latin1", 0, 2) !== "MZ") return undefined;
	const at = file.readUInt32LE(0x3c);
	if (file.toString("latin1", at, at + 4) !== "PE\0\0") return undefined;
	return format("windows", PE_MACHINES[file.readUInt16LE(at + 4)]);
}

function format(
	os: Format["os"],
	arch: Format["arch"] | undefined,
): Format | undefined {
	return arch && { os, arch };
}

/**
 * Checks what can be checked without running the executable. @throws when it is not for the platform, or does not carry the
 * scripts
 */
export function inspectExecutable(
	file: Buffer,
	platform: Format,
	scripts: readonly string[],
): void {
	const found = formatOf(file);
	if (found?.os !== platform.os || found.arch !== platform.arch)
		throw new Error(
			`an executable for ${platform.os}/${platform.arch} was wanted, and this is ${found ? `one for ${found.os}/${found.arch}` : "none"}`,
		);
	const carried = scripts.every((code) => file.includes(code, 0, "latin1"));
	if (!file.includes(FUSE) || !carried)
		throw new Error("the executable does not carry the plugin");
}
