import { expect, test } from "vitest";
import { nearest } from "../../src/nearest.ts";

test.each([
	["all-n", ["as", "all-namespaces", "all-services"], "all-namespaces"],
	["al", ["as", "all-namespaces"], "all-namespaces"],
	["al", ["as", "all-namespaces", "all-services"], "all-services"],
	["wacth", ["watch", "wait"], "watch"],
	["listServicess", ["list_services", "listServices"], "listServices"],
	["zzzzzz", ["watch", "wait"], undefined],
	["", ["watch"], undefined],
	["watch", [], undefined],
])("%j among %j was meant as %j", (word, candidates, meant) => {
	expect(nearest(word, candidates)).toBe(meant);
});
