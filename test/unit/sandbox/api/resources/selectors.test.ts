import { describe, expect, test } from "vitest";
import { filterOf } from "../../../../../src/sandbox/api/resources/selectors.ts";

function selects(
	selector: { labelSelector?: string; fieldSelector?: string },
	labels: Readonly<Record<string, string>> = {},
): boolean {
	const pod = {
		apiVersion: "v1",
		kind: "Pod",
		metadata: {
			name: "x",
			namespace: "a",
			uid: "",
			resourceVersion: "",
			creationTimestamp: "",
			labels,
		},
		spec: { nodeName: "n1" },
		status: { phase: "Running" },
	};
	return filterOf("pods", new URLSearchParams(selector))(pod);
}

describe("labelSelector", () => {
	test.each([
		["", {}, true],
		["app=x", { app: "x" }, true],
		["app==x", { app: "x" }, true],
		["app=x", { app: "y" }, false],
		["app=x", {}, false],
		["app!=x", {}, true],
		["app!=x", { app: "x" }, false],
		["app", { app: "" }, true],
		["app", {}, false],
		["!app", {}, true],
		["app in (x, y),tier notin (db)", { app: "y" }, true],
		["app in (x,y)", { app: "z" }, false],
		["app notin (x)", { app: "x" }, false],
		["app=x,tier=web", { app: "x" }, false],
		["example.com/app=x", { "example.com/app": "x" }, true],
	])("%j on %j: %s", (labelSelector, labels, expected) => {
		expect(selects({ labelSelector }, labels)).toBe(expected);
	});

	test("refuses what is none", () => {
		expect(() => selects({ labelSelector: "app in x" })).toThrow(
			"unable to parse requirement",
		);
	});
});

describe("fieldSelector", () => {
	test.each([
		["metadata.name=x", true],
		["metadata.name!=x", false],
		["metadata.namespace=a,spec.nodeName=n1", true],
		["spec.nodeName=n2", false],
		["status.phase!=Succeeded,status.phase!=Failed", true],
		["status.podIP=", true],
	])("%s: %s", (fieldSelector, expected) => {
		expect(selects({ fieldSelector })).toBe(expected);
	});

	test("refuses fields that are not indexed, with the server's words", () => {
		expect(() => selects({ fieldSelector: "spec.containers=x" })).toThrow(
			"field label not supported: spec.containers",
		);
	});
});
