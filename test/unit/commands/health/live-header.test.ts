import { expect, test } from "vitest";
import { liveHeader } from "../../../../src/commands/health/views/live-header.ts";
import { plainText } from "../../../../src/render/span.ts";
import { answered, reportOf, SERVING, target } from "./build.ts";

const from = (...origins: readonly string[]) =>
	reportOf(
		origins.map((origin, index) => [
			{ ...target(`pod${index}`), origin },
			answered(SERVING),
		]),
	);
const TWO = from("deploy/order-service", "deploy/user-service");

test.each([
	[
		82,
		"deploy/order-service deploy/user-service   healthy: 2 of 2 pods serving  following",
	],
	[
		81,
		"deploy/order-service deploy/user-service   healthy: 2 of 2 pods serving",
	],
	[60, `healthy: 2 of 2 pods serving${" ".repeat(23)}following`],
	[28, "healthy: 2 of 2 pods serving"],
])("in %i columns the verdict stays", (columns, line) => {
	expect(plainText(liveHeader(TWO, "following", columns))).toBe(line);
});

test("more than two workloads are counted", () => {
	const three = from("deploy/a", "deploy/b", "deploy/c");
	expect(plainText(liveHeader(three, "following", 60))).toBe(
		"3 workloads   healthy: 3 of 3 pods serving         following",
	);
});

test.each([
	["paused", 60, /serving +paused$/],
	["interrupted", 80, /serving +interrupted, pods may be out of date$/],
	["interrupted", 60, /serving +interrupted$/],
] as const)(
	"that pods are %s is told in %i columns, too",
	(stream, columns, line) => {
		expect(plainText(liveHeader(TWO, stream, columns))).toMatch(line);
	},
);
