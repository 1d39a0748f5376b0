import { expect, test } from "vitest";
import { endpointTarget } from "../../../src/cli/endpoint-target.ts";
import { withPortRemarks } from "../../../src/cli/port-remarks.ts";
import { PluginError } from "../../../src/errors.ts";
import type { PodTarget } from "../../../src/kubernetes/target.ts";

const plain = endpointTarget("h", 1);
const remarked: PodTarget = {
	...plain,
	port: {
		kind: "chosen",
		port: 80,
		container: undefined,
		evidence: "flag",
		reason: "--port 80",
		notes: [
			{ kind: "remark", text: "no container declares port 80" },
			{ kind: "headless-target-port", service: "x", port: 1, targetPort: 2 },
		],
	},
};
const failure = (code: "connection-refused" | "tunnel-cut") =>
	new PluginError(code, "m", { hint: ["h"], facts: { port: 80 } });

test("a port that refuses comes with what is known of its choice", () => {
	expect(
		withPortRemarks(failure("connection-refused"), remarked),
	).toMatchObject({
		code: "connection-refused",
		message: "m",
		hint: ["no container declares port 80", "h"],
		facts: { port: 80 },
	});
});

test.each([
	["is not of the port", failure("tunnel-cut"), remarked],
	["is of a port that has no remarks", failure("connection-refused"), plain],
	["is no error of the plugin", new Error("m"), remarked],
])("what %s is left as it is", (_, caught, target) => {
	expect(withPortRemarks(caught, target)).toBe(caught);
});
