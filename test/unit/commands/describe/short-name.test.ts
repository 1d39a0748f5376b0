import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runInProcess } from "../../../in-process.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";

const folder = temporaryFolder(afterAll);
writeFileSync(
	join(folder, "shop.proto"),
	`syntax = "proto3";
package shop.v1;
message User { message Address {} }
message Order { message Address {} }
service Users { rpc GetUser(User) returns (User); }
`,
);

const describe = (name: string) =>
	runInProcess(
		["describe", "--proto", join(folder, "shop.proto"), name, "-o", "name"],
		{ env: {} },
	);

test.each([
	["GetUser", "shop.v1.Users.GetUser"],
	["Users", "shop.v1.Users"],
	["Users/GetUser", "shop.v1.Users.GetUser"],
	["v1.User", "shop.v1.User"],
	["Order.Address", "shop.v1.Order.Address"],
])("%s is %s where no other has the name", async (name, full) => {
	expect(await describe(name)).toMatchObject({
		stdout: `${full}\n`,
		stderr: "",
		status: 0,
	});
});

test.each([
	[
		"Address",
		"several symbols are called Address\n  shop.v1.User.Address\n  shop.v1.Order.Address",
	],
	["getuser", "did you mean shop.v1.Users.GetUser?"],
	["", 'nothing called ""'],
	["/", "nothing called"],
	[".", "nothing called"],
])("%j is not", async (name, words) => {
	const { stdout, stderr, status } = await describe(name);
	expect(stdout).toBe("");
	expect(stderr).toContain(words);
	expect(status).toBe(1);
});
