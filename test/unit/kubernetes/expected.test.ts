import { expect, test } from "vitest";
import { endpointTarget } from "../../../src/cli/endpoint-target.ts";
import { isExpectedToServe } from "../../../src/kubernetes/expected.ts";
import type { Pod } from "../../../src/kubernetes/pod.ts";

test.each<[string, Partial<Pod>, boolean]>([
	["runs", { phase: "Running" }, true],
	["waits", { phase: "Pending", unreachable: "Pending" }, true],
	["terminates", { phase: "Running", terminating: true }, false],
	["is completed", { phase: "Succeeded" }, false],
	["was evicted", { phase: "Failed" }, false],
])("a pod that %s is missed or not", (_, pod, expected) => {
	expect(isExpectedToServe({ ...endpointTarget("h", 1).pod, ...pod })).toBe(
		expected,
	);
});
