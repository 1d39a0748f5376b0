import { expect, test } from "vitest";
import { failedPods } from "../../../src/cli/several-pods.ts";

test("a pod that is not expected to serve is missed only where no pod was asked", () => {
	const serving = { name: "serving", counted: true };
	const leaving = { name: "leaving", counted: false };
	expect(failedPods([leaving, serving], "some")).toEqual([serving]);
	expect(failedPods([leaving], "some")).toEqual([]);
	expect(failedPods([leaving], "none")).toEqual([leaving]);
});
