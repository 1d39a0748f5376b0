import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { create, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, onTestFinished, test } from "vitest";
import { parseArguments } from "../../../../src/cli/parse-arguments.ts";
import { DIFF_FLAGS } from "../../../../src/commands/diff/command.ts";
import {
	type DiffArguments,
	diffFacts,
	sidesOf,
} from "../../../../src/commands/diff/source.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";

/** Returns the facts of a line's sides. None of them needs a cluster. */
function factsOf(args: DiffArguments) {
	return diffFacts(
		args,
		sidesOf(args),
		() => Promise.reject(new Error("no cluster is needed")),
		{
			env: {},
			signal: new AbortController().signal,
			stderr: { write() {} },
		},
	);
}

const sides = (line: string) =>
	sidesOf(parseArguments(line.split(" ").filter(Boolean), DIFF_FLAGS));

describe("what is compared", () => {
	test.each([
		["deploy/a", { first: ["deploy/a"], second: undefined }],
		["deploy a", { first: ["deploy", "a"], second: undefined }],
		["deploy/a deploy/b", { first: ["deploy/a"], second: ["deploy/b"] }],
		["deploy a b", { first: ["deploy", "a"], second: ["deploy", "b"] }],
		["deploy a sts/b", { first: ["deploy", "a"], second: ["sts/b"] }],
		["h:1 h:2", { first: ["h:1"], second: ["h:2"] }],
		["deploy/a --proto x", { first: ["deploy/a"], second: "files" }],
		["deploy/a --protoset x", { first: ["deploy/a"], second: "files" }],
		["-l app=a", { first: [], second: undefined }],
		["--replay f", { first: [], second: undefined }],
	])("%s", (line, expected) => {
		expect(sides(line)).toEqual(expected);
	});
});

describe("refused", () => {
	test.each([
		["", "diff needs a target"],
		["-A", "diff needs a target"],
		["a b c", "diff compares two targets, not more"],
		["deploy a b c", "diff compares two targets, not more"],
		["a b --proto x", "not with both"],
		["a --proto-git HEAD", "--proto-git needs --proto FILE"],
		["a --record f --replay f", "choose one"],
		["--replay f --proto x", "and asks nothing: leave out --proto"],
		["a --import-path p", "--import-path means nothing without --proto"],
		["a --reflection=only --proto x", "goes with neither"],
		["a --reflection=off", "diff asks the pods for their schemas"],
		["a --reflection=off --proto x", "diff asks the pods for their schemas"],
	])("%s", (line, message) => {
		expect(() => sides(line)).toThrow(message);
	});
});

test("a second target that can be none is told before the first is asked", async () => {
	const facts = factsOf(parseArguments(["127.0.0.1:1", "h:x"], DIFF_FLAGS));
	await expect(facts.next()).rejects.toThrow("h:x");
});

test("files that leave out what their services use are refused: it would pass for empty", async () => {
	const path = join(temporaryFolder(onTestFinished), "api.binpb");
	const set = create(FileDescriptorSetSchema, {
		file: [
			{
				name: "api.proto",
				package: "api",
				dependency: ["types.proto"],
				service: [
					{
						name: "S",
						method: [
							{ name: "M", inputType: ".types.T", outputType: ".types.T" },
						],
					},
				],
			},
		],
	});
	await writeFile(path, toBinary(FileDescriptorSetSchema, set));
	const facts = factsOf(
		parseArguments(["h:1", "--protoset", path], DIFF_FLAGS),
	);
	await expect(facts.next()).rejects.toThrow(
		"types.T is missing: api.proto imports types.proto, which did not come",
	);
});
