import { expect, test } from "vitest";
import { parseArguments } from "../../../../src/cli/parse-arguments.ts";
import { CALL_FLAGS } from "../../../../src/commands/call/command.ts";
import { callPlan } from "../../../../src/commands/call/options.ts";
import { thrownBy } from "../../plugin-error.ts";

const { signal } = new AbortController();
const plan = (...argv: readonly string[]) =>
	callPlan(parseArguments(argv, CALL_FLAGS), {}, signal);

/** Returns why a line is refused: the message, and the first hint. */
function refusal(...argv: readonly string[]): readonly (string | undefined)[] {
	const { message, hint } = thrownBy(() => plan(...argv));
	return [message, hint[0]];
}

const EXAMPLE =
	'for example: kubectl grpc call deploy/user-service user.UserService/GetUser -d \'{"id": "42"}\'';
const IN_QUOTES =
	'requests go with -d, in quotes: -d \'{"id": "42"}\', or -d @FILE';

test("a method with a space that looks like none is refused, and the space is written", () => {
	const [message] = refusal("deploy/x", "GetUser\u{a0}");
	expect(message).toBe(
		String.raw`the method "GetUser\u{a0}" holds characters that no name in a schema has`,
	);
});

test.each([
	[["deploy/x", "GetUser", "-d", "{id:", "42}"], '"42}" is no method'],
	[["deploy/x", "GetUser", "-d", "{", "id:", "42", "}"], '"id:" is no method'],
	[["deploy/x", "GetUser", "-d{a:", "1,", "b:", "2}"], '"1," is no method'],
	[["deploy/x", "GetUser", '{"id": "42"}'], '"{"id": "42"}" is no method'],
	[["deploy/x", "GetUser", "@file"], '"@file" is no method'],
	[["deploy/x", "GetUser", "id=42"], '"id=42" is no method'],
])("a request that is not in quotes behind -d: %j", (argv, message) => {
	expect(refusal(...argv)).toEqual([message, IN_QUOTES]);
});

test.each([
	[
		["deploy/x", "user.UserService", "GetUser"],
		"a service and its method are one word",
		"user.UserService/GetUser",
	],
	[
		["-l", "app=x", "user.UserService", "getUser"],
		"a service and its method are one word",
		"user.UserService/getUser",
	],
	[
		["user.UserService/GetUser", "deploy/x"],
		"the method stands behind its target",
		"kubectl grpc call deploy/x user.UserService/GetUser",
	],
	[
		["GetUser", "localhost:50051"],
		"the method stands behind its target",
		"kubectl grpc call localhost:50051 GetUser",
	],
	[
		["deploy/x", "user.UserService/GetUser", "Extra"],
		'one method is called, and "Extra" is more',
		IN_QUOTES,
	],
	[
		["deploy/x", "GetUser", "user-service"],
		'one method is called, and "user-service" is more',
		IN_QUOTES,
	],
])("words that stand where others do: %j", (argv, message, hint) => {
	expect(refusal(...argv)).toEqual([message, hint]);
});

test.each([
	["deploy/x:", '"" is no port'],
	["localhost:", '"" in "localhost:" is no port'],
	["app=x", '"app=x" is no target'],
	["[::1]", '"[::1]" is no address'],
	["[::1]:grpc", '"grpc" in "[::1]:grpc" is no port'],
])("%s is a target that is wrong, and no request", (target, message) => {
	expect(refusal(target, "GetUser")[0]).toContain(message);
});

test.each([
	[["[::1]:50051", "GetUser"], ["[::1]:50051"]],
	[
		["deploy,sts", "x", "GetUser", "--all-pods"],
		["deploy,sts", "x"],
	],
	[["-l", "app=x", "GetUser"], []],
	[["Deployment/web", "GetUser"], ["Deployment/web"]],
])("%j has a target", (argv, target) => {
	expect(plan(...argv)).toMatchObject({ target, method: "GetUser" });
});

test.each([
	[[], ["call needs a target and a method", EXAMPLE]],
	[
		["deploy/x"],
		[
			"call needs a method behind its target",
			"kubectl grpc list deploy/x -o wide shows the methods",
		],
	],
	[
		["localhost:50051"],
		[
			"call needs a method behind its target",
			"kubectl grpc list localhost:50051 -o wide shows the methods",
		],
	],
	[["GetUser"], ["call needs a target before its method", EXAMPLE]],
	[["user.Users/Get"], ["call needs a target before its method", EXAMPLE]],
])("what %j lacks", (argv, said) => {
	expect(refusal(...argv)).toEqual(said);
});
