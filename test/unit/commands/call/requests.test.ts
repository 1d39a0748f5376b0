import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { knownBy } from "../../../../src/commands/call/learn-method.ts";
import {
	type FoundMethod,
	findMethod,
} from "../../../../src/commands/call/method.ts";
import {
	collectRequests,
	requestsOf,
} from "../../../../src/commands/call/requests.ts";
import { protoFilesSource } from "../../../../src/schema/proto-files/proto-files-source.ts";
import { shellWord } from "../../../../src/shell-word.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { errorOf } from "../../plugin-error.ts";

const folder = temporaryFolder(afterAll);
const path = join(folder, "user.json");
writeFileSync(path, '{"id": "42"}');

let getUser: FoundMethod;
beforeAll(async () => {
	const protos = ["user.proto"];
	const source = protoFilesSource({ protos, importPaths: ["test/proto"] });
	getUser = await findMethod(source, "GetUser");
});

const read = (value: string) =>
	collectRequests(
		requestsOf({
			known: knownBy(getUser.method, getUser.schema, async () => undefined),
			data: [value],
			format: "json",
			unknownFields: "refuse",
			async *stdin() {},
		}),
	);

test.each([
	"'{id: 42}'",
	'\'{"id": "42"}\'',
	"{id: 42}",
	'{\\"id\\": \\"42\\"}',
])(
	"%s is JSON whose quotes a shell has changed, which is told",
	async (value) => {
		await expect(read(value)).rejects.toMatchObject({
			hint: expect.arrayContaining([
				expect.stringMatching(/^shells differ .* -d @FILE/),
			]),
		});
	},
);

test.each(['{id: "42"}', '{"id": 42}', "{'id': '42'}"])(
	"the quotes of %s are the user's own",
	async (value) => {
		const { hint } = await errorOf(read(value));
		expect(hint.join()).not.toContain("shells");
	},
);

test("the name of an existing file is an error, whose hint reads the file", async () => {
	await expect(read(path)).rejects.toMatchObject({
		code: "bad-input",
		message: expect.stringContaining("-d:1:1: expected a JSON value"),
		hint: [`-d @${shellWord(path)} reads the file of that name`],
	});
	expect(await read(`@${path}`)).toHaveLength(1);
});

test("the name of a JSON file that does not exist is told as a file's", async () => {
	await expect(read("none/user.json")).rejects.toMatchObject({
		hint: ["-d @none/user.json reads the file of that name"],
	});
});

test("a field as NAME=VALUE is told that a request is JSON", async () => {
	await expect(read("id=42")).rejects.toMatchObject({
		hint: [`a request is JSON: -d '{"id": "42"}'`],
	});
});

test.each([
	["no file's name", "user"],
	["a folder's", "."],
	["longer than a name can be", `{${"x".repeat(5_000)}`],
	["no name at all", "\0"],
])("%s is a fault and no file", async (_, value) => {
	await expect(read(value)).rejects.toMatchObject({
		code: "bad-input",
		hint: [],
	});
});
