import { expect, test } from "vitest";
import { findMethod } from "../../../../src/commands/call/method.ts";
import { protoFilesSource } from "../../../../src/schema/proto-files/proto-files-source.ts";

const users = () =>
	protoFilesSource({ protos: ["user.proto"], importPaths: ["test/proto"] });

test.each([
	"user.UserService/GetUser",
	"/user.UserService/GetUser",
	"user.UserService.GetUser",
	"GetUser",
])("%s is a method", async (word) => {
	const { method } = await findMethod(users(), word);
	expect(method.toString()).toBe("rpc user.UserService.GetUser");
});

test.each([
	[
		"user.UserService",
		"user.UserService is a service, and no method",
		"there are: user.UserService/GetUser, user.UserService/ListUsers, user.UserService/CreateUser",
	],
	[
		"user.UserService/",
		"user.UserService is a service, and no method",
		"there are: user.UserService/GetUser, user.UserService/ListUsers, user.UserService/CreateUser",
	],
	[
		"user.UserService/GetUsr",
		"user.UserService has no method GetUsr",
		"did you mean user.UserService/GetUser?",
	],
	["GetUsr", "no service has a method GetUsr", "did you mean GetUser?"],
	["user.User/GetUser", "user.User is not a service", undefined],
])("%s is none: %s", async (word, message, hint) => {
	await expect(findMethod(users(), word)).rejects.toMatchObject({
		code: "symbol",
		message,
		hint: hint === undefined ? [] : [hint],
	});
});
