import { expect, test } from "vitest";
import type { HealthChange } from "../../../../src/commands/health/health-change.ts";
import { changeLine } from "../../../../src/commands/health/views/change-line.ts";
import { plainText } from "../../../../src/render/span.ts";

const CHANGE: HealthChange = {
	apiVersion: "kubectl-grpc/v1",
	kind: "HealthChange",
	time: new Date(2026, 0, 2, 3, 4, 5).toISOString(),
	about: "health",
	namespace: "shop",
	pod: "user-service-7f98d6c569-hsc2s",
	service: "user.UserService",
	from: "SERVING",
	to: "NOT_SERVING",
	askedBy: "poll",
};

const told = (change: Partial<HealthChange>) =>
	plainText(changeLine({ ...CHANGE, ...change }, "namespace"));

test.each([
	[
		{},
		"03:04:05   user-service-7f98d6c569-hsc2s   user.UserService   SERVING → NOT_SERVING   polled",
	],
	[
		{
			about: "connection",
			service: null,
			from: "connected",
			to: "UNREACHABLE",
			message:
				"the tunnel to shop/user-service-7f98d6c569-hsc2s:50051 was cut; pod shop/user-service-7f98d6c569-hsc2s is up",
			askedBy: "watch",
		},
		"03:04:05   user-service-7f98d6c569-hsc2s   UNREACHABLE   the tunnel to port 50051 was cut; the pod is up",
	],
	[
		{
			about: "pod",
			service: "",
			from: "1/1 Running",
			to: "gone",
			askedBy: "watch",
		},
		"03:04:05   user-service-7f98d6c569-hsc2s   1/1 Running → gone",
	],
	[
		{
			about: "pod",
			service: null,
			from: "0/1 Pending",
			to: "0/1 Pending",
			message: "0/3 nodes are available",
			askedBy: "watch",
		},
		"03:04:05   user-service-7f98d6c569-hsc2s   0/1 Pending   0/3 nodes are available",
	],
	[
		{
			about: "watch",
			pod: null,
			to: "interrupted",
			message: "lost",
			askedBy: "watch",
		},
		"03:04:05   pods   interrupted   lost",
	],
] as const)("a change of $about", (change, line) => {
	expect(told(change)).toBe(line);
});

test("out of all namespaces it has its own", () => {
	expect(plainText(changeLine(CHANGE, "all-namespaces"))).toContain(
		"   shop/user-service-7f98d6c569-hsc2s   ",
	);
});

test.each([
	[
		91,
		"03:04:05   shop/user-service-7f98d6c569-hsc2s   user.UserService   SERVING → NOT_SERVING   polled",
	],
	[
		85,
		"03:04:05   shop/user-service-7f98d6…-hsc2s   user.UserService   SERVING → NOT_SERVING   polled",
	],
	[
		20,
		"03:04:05   shop/…-hsc2s   user.UserService   SERVING → NOT_SERVING   polled",
	],
])("in %i columns it has room for what became of the pod", (columns, line) => {
	expect(plainText(changeLine(CHANGE, "all-namespaces", columns))).toBe(line);
});

test("what a server says at length is cut", () => {
	const message = `${"x".repeat(60_000)}: no database`;
	const line = told({ to: "UNAVAILABLE", message });
	expect(line.length).toBeLessThan(350);
	expect(line).toContain(": no database   polled");
});
