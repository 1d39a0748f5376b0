// Descriptors are what a server, or somebody's file, says: whatever they hold, a schema comes of it, or a line that tells what is wrong.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
	fromBinary,
	isMessage,
	type Message,
	toBinary,
} from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { runInProcess } from "../../../in-process.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { buildProtos } from "../build.ts";

const folder = temporaryFolder(afterAll);
const whole = buildProtos(join(import.meta.dirname, "../proto"));
// Comments are most of the places, and the least of what may be wrong.
for (const file of whole.file) delete file.sourceCodeInfo;
const bytes = toBinary(FileDescriptorSetSchema, whole);

type Slot = { readonly value: unknown; readonly set: (value: unknown) => void };

/** Every place of a message in which a value, or one of several, stands. */
function slotsOf(message: Message): readonly Slot[] {
	const slots: Slot[] = [];
	const visit = (holder: object) => {
		for (const [key, value] of Object.entries(holder)) {
			if (key.startsWith("$")) continue;
			slots.push({
				value,
				set: (other) => {
					Reflect.set(holder, key, other);
				},
			});
			if (typeof value === "object" && value !== null) visit(value);
		}
	};
	visit(message);
	return slots;
}

const NUMBERS = [
	0,
	-1,
	1,
	2,
	5,
	11,
	14,
	18,
	19_000,
	999,
	536_870_911,
	2 ** 31 - 1,
	-(2 ** 31),
];
const TEXTS = [
	"",
	".",
	"..",
	"a",
	".a.b",
	"a.b.c",
	"\0",
	"é",
	"../x",
	"everything.v1.Everything",
	".everything.v1.Everything",
	".google.protobuf.Any",
	"x".repeat(2000),
	"1",
	"-0",
	"nan",
	"proto2",
	"editions",
];

/** A value of the same type that says something else. */
function otherThan(value: unknown, pick: number): unknown {
	if (typeof value === "string") return TEXTS[pick % TEXTS.length];
	if (typeof value === "number") return NUMBERS[pick % NUMBERS.length];
	if (typeof value === "boolean") return !value;
	if (value instanceof Uint8Array)
		return value.slice(pick % (value.length + 1));
	if (Array.isArray(value)) {
		const at = pick % (value.length + 1);
		return pick % 2 === 0
			? value.toSpliced(at, 1)
			: [...value, ...value.slice(0, at)];
	}
	return isMessage(value) ? undefined : value;
}

/** The files with some values of theirs replaced. */
const edited = fc
	.array(fc.tuple(fc.nat(), fc.nat(1000)), { minLength: 1, maxLength: 3 })
	.map((edits) => {
		const files = fromBinary(FileDescriptorSetSchema, bytes);
		for (const [at, pick] of edits) {
			const slots = slotsOf(files);
			const slot = slots[at % slots.length];
			slot?.set(otherThan(slot.value, pick));
		}
		return files;
	});

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
	"of other values: describe $name",
	{ timeout: 120_000 },
	async ({ line }) => {
		await fc.assert(
			fc.asyncProperty(edited, async (files) => {
				let content: Uint8Array;
				try {
					content = toBinary(FileDescriptorSetSchema, files);
				} catch {
					// What cannot be written nobody sends.
					return;
				}
				await describe(content, ...line);
			}),
			{ numRuns: 60 },
		);
	},
);

test("of other bytes", { timeout: 120_000 }, async () => {
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
