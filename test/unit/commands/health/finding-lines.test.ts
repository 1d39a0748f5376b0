import { expect, test } from "vitest";
import { findingLines } from "../../../../src/commands/health/views/finding-lines.ts";
import { plainText } from "../../../../src/render/span.ts";
import { reportOf, target, unreachable } from "./build.ts";

const report = reportOf([
	[target("hsc2s", { ready: "not-ready" }), unreachable("connection-refused")],
]);
const drawn = (columns: number, count: number) =>
	findingLines(report.pods[0], columns, count).map(plainText);

const WHOLE = [
	"KG104 error  …-hsc2s: refuses connections on port 50051 (port named grpc).",
	"             Nothing listens there on localhost: the server is not up yet, uses",
	"             another port, or is bound to the pod's address alone.",
	"             fix: its log may name its port, for --port: kubectl logs",
	"             user-service-7f98d6c569-hsc2s -n shop",
];

test("findings are as many lines as there is room for, with the fix whole", () => {
	expect(drawn(80, 7)).toEqual([...WHOLE, "", ""]);
});

test("findings that need more lines end with an ellipsis", () => {
	expect(drawn(80, 4)).toEqual([...WHOLE.slice(0, 3), `${WHOLE[3]} …`]);
	expect(drawn(69, 5).at(-1)).toMatch(/: kubectl log…$/);
});

test("findings are followed by what targets lack", () => {
	const lacking = ["deploy/web has been deleted", "svc/web has no pods"];
	expect(findingLines(report.pods[0], 80, 7, lacking).map(plainText)).toEqual([
		...WHOLE,
		...lacking.map((message) => `missing ${message}`),
	]);
	expect(findingLines(undefined, 20, 3, lacking).map(plainText)).toEqual([
		"missing deploy/web",
		"has been deleted",
		"missing svc/web has…",
	]);
});

test("are empty of a pod that is well, and of none", () => {
	expect(findingLines(undefined, 80, 2)).toEqual(["", ""]);
});
