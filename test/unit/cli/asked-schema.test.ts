import { expect, test } from "vitest";
import { splitWords } from "../../../src/cli/asked-schema.ts";

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
