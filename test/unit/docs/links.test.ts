import { existsSync, globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { anchorsOf, codeOf, relativeLinks } from "./markdown.ts";
import { typedCommands, unknownOf } from "./typed-command.ts";

const PAGES = [
	"README.md",
	"CONTRIBUTING.md",
	"CHANGELOG.md",
	...globSync("docs/**/*.md").toSorted(),
];

const read = (path: string): Promise<string> => readFile(path, "utf8");

/** Returns the links of a page that lead nowhere, as written. */
async function deadLinks(
	page: string,
	text: string,
): Promise<readonly string[]> {
	const dead: string[] = [];
	for (const { path, anchor } of relativeLinks(text)) {
		const file = path === "" ? page : join(dirname(page), path);
		const target =
			path === "" ? text : existsSync(file) ? await read(file) : undefined;
		const leads =
			target !== undefined && (anchor === "" || anchorsOf(target).has(anchor));
		if (!leads) dead.push(anchor === "" ? path : `${path}#${anchor}`);
	}
	return dead;
}

/** Returns the commands in a page's code that the plugin would refuse, each with the unknown part. */
const mistyped = (text: string): readonly string[] =>
	codeOf(text)
		.flatMap(typedCommands)
		.flatMap((typed) => unknownOf(typed).map((word) => `${word} in: ${typed}`));

describe.each(PAGES)("%s", (page) => {
	test("every relative link leads to a file, and to a heading of it", async () => {
		expect(await deadLinks(page, await read(page))).toEqual([]);
	});

	test("every command in its code exists, with its flags", async () => {
		expect(mistyped(await read(page))).toEqual([]);
	});
});

test("the pages hold links and commands to look at", async () => {
	const texts = await Promise.all(PAGES.map(read));
	expect(texts.flatMap(relativeLinks).length).toBeGreaterThan(30);
	expect(texts.flatMap(codeOf).flatMap(typedCommands).length).toBeGreaterThan(
		50,
	);
});

test("a link to no file, to no heading, or to none of this page is told", async () => {
	const page =
		"# One two\n[a](nowhere.md) [b](health.md#nothing) [c](#three) [d](#one-two) [e](health.md#which-port)\n```\n# three\n```\n";
	expect(await deadLinks("docs/page.md", page)).toEqual([
		"nowhere.md",
		"health.md#nothing",
		"#three",
	]);
});

test.each([
	["`kubectl grpc helth`", ["helth in: helth"]],
	["```\nkubectl grpc health --watsh\n```", ["--watsh in: health --watsh"]],
	["| a | `kubectl grpc health -Q x` |", ["-Q in: health -Q x"]],
	[
		"```\nkubectl grpc sandbox --scenario mixed -- kubectl grpc list --junk\n```",
		["--junk in: list --junk"],
	],
	["```\nkubectl grpc sandbox -- curl --fail\n```", []],
	['`kubectl grpc call x M -d \'{"a": "--b"}\' -vv --repeat=3`', []],
	["`kubectl grpc health --context=a # --not a flag`", []],
])("of %j the plugin would refuse %j", (page, expected) => {
	expect(mistyped(page)).toEqual(expected);
});
