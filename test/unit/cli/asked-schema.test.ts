import { describe, expect, test } from "vitest";
import {
	askSchema,
	splitAsked,
	splitWords,
} from "../../../src/cli/asked-schema.ts";
import { parseArguments } from "../../../src/cli/parse-arguments.ts";
import { LIST_FLAGS } from "../../../src/commands/list/command.ts";

const NONE = {
	proto: [],
	protoset: [],
	selector: undefined,
	"all-namespaces": false,
};
const FILES = { ...NONE, proto: ["x.proto"] };

test.each([
	["", NONE, [], []],
	["deploy/a", NONE, ["deploy/a"], []],
	["deploy a", NONE, ["deploy", "a"], []],
	["deploy/a p.S p.T", NONE, ["deploy/a"], ["p.S", "p.T"]],
	["deploy a p.S", NONE, ["deploy", "a"], ["p.S"]],
	["h:1 p.S", NONE, ["h:1"], ["p.S"]],
	["p.S/M", FILES, [], ["p.S/M"]],
	["p.S q.T", FILES, [], ["p.S", "q.T"]],
	["deploy/a p.S", FILES, ["deploy/a"], ["p.S"]],
	["h:1 p.S", FILES, ["h:1"], ["p.S"]],
	["p.S", { ...NONE, selector: "app=a" }, [], ["p.S"]],
	["p.S q.T", { ...NONE, replay: "f" }, [], ["p.S", "q.T"]],
	["deploy/a p.S", { ...NONE, replay: "f" }, ["deploy/a"], ["p.S"]],
])("%s", (line, flags, target, names) => {
	expect(splitWords(line.split(" ").filter(Boolean), flags)).toEqual({
		target,
		names,
	});
});

test.each([
	["deploy/a deploy/b", NONE],
	["p.S deploy/b", FILES],
	["deploy/a p.S pod/b-0", FILES],
])("%s names one target too many", (line, flags) => {
	expect(() => splitAsked(line.split(" "), flags)).toThrow(
		/^one target is asked, and (deploy\/b|pod\/b-0) is more$/,
	);
});

test("a name with a space that looks like none is refused, and the space is written", () => {
	expect(() => splitAsked(["deploy/a", "p.Service\u{a0}"], NONE)).toThrow(
		String.raw`the name "p.Service\u{a0}" holds characters that no name in a schema has`,
	);
});

test("a name of a schema before its target is told to stand behind it", () => {
	expect(() => splitAsked(["p.Service", "deploy/a"], NONE)).toThrow(
		'"p.Service" is no target',
	);
});

test("a method whose service has the name of a resource type is read as a name", () => {
	const names = ["Pod/Get", "job.Run/Get"];
	expect(splitAsked(["deploy/a", ...names], NONE).names).toEqual(names);
});

describe("files, and pods where a flag speaks of them", () => {
	const ask = (...argv: readonly string[]) => {
		const files = ["--proto=user.proto", "--import-path=test/proto"];
		const args = parseArguments([...files, ...argv], LIST_FLAGS);
		const context = {
			env: { KUBECONFIG: "/nonexistent" },
			signal: new AbortController().signal,
			stderr: { write: () => {} },
		};
		return askSchema(context, args);
	};

	test("files alone", async () => {
		const { source, from } = await ask();
		expect(from).toBeNull();
		expect(await source.services()).toEqual(["user.UserService"]);
	});

	test("an address is not dialled when it is asked nothing", async () => {
		const { source } = await ask("127.0.0.1:1", "--reflection=off");
		expect(await source.services()).toEqual(["user.UserService"]);
		await expect(ask("127.0.0.1:1")).rejects.toMatchObject({
			code: "connection-refused",
		});
	});

	test.each([
		["-lapp=a"],
		["-A"],
		["--field-selector=spec.nodeName=a"],
		["--pod=a"],
		["--port=1"],
		["-ca"],
		["deploy/a"],
	])("%s", async (flag) => {
		await expect(ask(flag)).rejects.toMatchObject({ code: "kubeconfig" });
	});
});
