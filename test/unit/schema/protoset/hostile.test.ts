// Descriptors come from a server or from a file of unknown origin. Whatever they hold, the result is a schema or a line that
// says what is wrong.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { runInProcess } from "../../../in-process.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { buildProtos } from "../build.ts";
import { editedFiles, serialized } from "../edited-files.ts";

const folder = temporaryFolder(afterAll);
const whole = buildProtos(join(import.meta.dirname, "../proto"));
const bytes = toBinary(FileDescriptorSetSchema, whole);

async function describe(content: Uint8Array, ...words: readonly string[]) {
	const file = join(folder, "x.binpb");
	writeFileSync(file, content);
	const { stderr, status } = await runInProcess(
		["describe", ...words, "--protoset", file, "--reflection=off"],
		{ env: {} },
	);
	expect(stderr).not.toContain("this is a bug");
	expect(stderr).not.toMatch(/\n\s+at /);
	expect(status).toBeLessThan(4);
}

const LINES = [
	[],
	["everything.v1.Everything", "--template"],
	["everything.v1.Legacy", "-o", "json"],
	["--proto-out-dir", join(folder, "out")],
].map((line) => ({ line, name: line[0] ?? "all" }));

test.each(LINES)(
	"a protoset of other values never ends in a bug: describe $name",
	{ timeout: 120_000 },
	async ({ line }) => {
		await fc.assert(
			fc.asyncProperty(editedFiles(whole), async (files) => {
				const content = serialized(() =>
					toBinary(FileDescriptorSetSchema, files),
				);
				if (content !== undefined) await describe(content, ...line);
			}),
			{ numRuns: 60 },
		);
	},
);

test("a protoset of other bytes never ends in a bug", {
	timeout: 120_000,
}, async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
			async (edits) => {
				const content = Uint8Array.from(bytes);
				for (const [at, byte] of edits) content[at % content.length] = byte;
				await describe(content);
			},
		),
		{ numRuns: 100 },
	);
});
