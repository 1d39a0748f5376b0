import { afterAll, expect, test } from "vitest";
import { protoFilesSource } from "../../../../src/schema/proto-files/proto-files-source.ts";
import { schemaFact } from "../../../../src/schema/source/schema-fact.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { descriptorsInNode } from "../../schema/node-files.ts";
import { diffOf, pod } from "./seen.ts";

const folder = temporaryFolder(afterAll);
const shop = `syntax = "proto2";
package shop;
enum Kind { BOOK = 0; reserved 5; PEN = 1 [deprecated = true]; }
message Item {
	optional string id = 1;
	optional string full_name = 2;
	optional int32 count = 3 [default = 7];
	optional string word = 4 [default = "plain"];
	optional Kind kind = 5 [deprecated = true];
	optional uint64 small = 11 [default = 7];
	required string must = 6;
	optional string login_name = 7 [json_name = "user"];
	optional int64 large = 8 [default = 9007199254740993];
	optional string quoted = 9 [default = "\\"a\\""];
	reserved 10;
	reserved "gone";
}
service Shop { rpc Get(Item) returns (Item); }
`;

// docs/schema.md names these.
test("a server in Node.js has less than its .proto file says, and no difference besides", async () => {
	const files = descriptorsInNode(folder, { "shop.proto": shop });
	const source = protoFilesSource({
		protos: ["shop.proto"],
		importPaths: [folder],
	});
	const { differences } = await diffOf(
		pod("node", {
			files: files.map((file) => Buffer.from(file).toString("base64")),
			services: ["shop.Shop"],
			problems: [],
		}),
		pod(
			"go",
			schemaFact(await source.everything()),
			"2026-01-02T00:00:00Z",
			"shop:v2",
		),
	);
	const added = differences.flatMap(({ lines }) =>
		lines.flatMap(({ side, text }) => (side === "after" ? [text.trim()] : [])),
	);
	expect(added).toEqual([
		"required string must = 6;",
		'optional string login_name = 7 [json_name = "user"];',
		"optional int64 large = 8 [default = 9007199254740993];",
		'optional string quoted = 9 [default = "\\"a\\""];',
		"PEN = 1 [deprecated = true];",
		"reserved 5;",
	]);
});
