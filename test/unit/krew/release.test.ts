import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { packArchive } from "../../../krew/archive/archive.ts";
import { digestLine } from "../../../krew/archive/check.ts";
import {
	archiveName,
	executableName,
	LINUX_AMD64,
} from "../../../krew/platforms.ts";
import { writeManifest } from "../../../krew/release.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const NAME = archiveName(LINUX_AMD64, "v1.2.3");
const AMD64 = 0x3e;
const ARM64 = 0xb7;
let folder: string;

beforeEach(() => {
	folder = temporaryFolder(onTestFinished);
});

/** Writes an archive into the folder. Its executable is only the header of one. */
function publish(machine: number): void {
	const bytes = Buffer.alloc(64);
	bytes.writeUInt32BE(0x7f454c46, 0);
	bytes.writeUInt16LE(machine, 0x12);
	const archive = packArchive(NAME, [
		{ name: executableName(LINUX_AMD64), bytes, mode: 0o755 },
		{ name: "LICENSE", bytes: Buffer.from("Apache"), mode: 0o644 },
	]);
	writeFileSync(join(folder, NAME), archive);
	writeFileSync(join(folder, `${NAME}.sha256`), digestLine(NAME, archive));
}

function release(): Promise<string> {
	return writeManifest(folder, [LINUX_AMD64], "v1.2.3");
}

test("the manifest is written beside the archives that it names", async () => {
	publish(AMD64);
	expect(readFileSync(await release(), "utf8")).toContain(`/v1.2.3/${NAME}`);
});

test.each([
	["without an archive", () => {}, "has no archive for linux/amd64"],
	[
		"with an archive cut short",
		() => {
			publish(AMD64);
			writeFileSync(
				join(folder, NAME),
				readFileSync(join(folder, NAME)).subarray(0, 50),
			);
		},
		`${NAME} is not the file that ${NAME}.sha256 was made of`,
	],
	[
		"with another platform's executable",
		() => publish(ARM64),
		`${NAME} holds no executable of its platform`,
	],
])("%s there is an error, and no manifest", async (_, prepare, message) => {
	prepare();
	await expect(release()).rejects.toThrow(message);
	expect(readdirSync(folder)).not.toContain("grpc.yaml");
});
