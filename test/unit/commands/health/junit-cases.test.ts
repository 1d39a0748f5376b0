import { expect, test } from "vitest";
import { endpointTarget } from "../../../../src/cli/endpoint-target.ts";
import type { TargetWithoutPods } from "../../../../src/commands/health/facts.ts";
import { junitSuite } from "../../../../src/commands/health/views/junit-cases.ts";
import type { PodTarget } from "../../../../src/kubernetes/target.ts";
import { NOT_SERVING, reportOf, SERVING, target } from "./build.ts";

const answers = { answers: { "": SERVING } };

/** Returns a pod of a target. */
function podOf(
	origin: string,
	name: string,
	facts: Parameters<typeof target>[1] = {},
): PodTarget {
	return { ...target(name, { name, uid: name, ...facts }), origin };
}

const casesOf = (targets: readonly PodTarget[]) =>
	junitSuite(reportOf(targets.map((one) => [one, answers] as const))).cases;

/** What a CI system knows a test by. */
const identities = (targets: readonly PodTarget[]) =>
	casesOf(targets).map(({ className, name }) => `${className}: ${name}`);

test("a rollout leaves the test cases what they are", () => {
	const after = ["web-2-c", "web-2-d"].map((name) => podOf("deploy/web", name));
	const old = podOf("deploy/web", "web-1-a", { terminating: true });
	const expected = [
		"shop.deploy/web: health of the server, pod 1",
		"shop.deploy/web: health of the server, pod 2",
	];
	expect(identities(after)).toEqual(expected);
	expect(identities([old, ...after])).toEqual([
		"shop.deploy/web: health of the server, pod 3",
		...expected,
	]);
});

test.each([
	["sts/db", "db-10", "shop.sts/db: health of the server, db-10"],
	["sts/db", "db-x", "shop.sts/db: health of the server, pod 1"],
	["svc/db", "db-10", "shop.svc/db: health of the server, pod 1"],
	["pod/db-10", "db-10", "shop.pod/db-10: health of the server"],
])("of %s, %s is %j", (origin, name, expected) => {
	expect(identities([podOf(origin, name)])).toEqual([expected]);
});

test("an address is its own class", () => {
	expect(identities([endpointTarget("grpc.example.com", 443)])).toEqual([
		"grpc.example.com:443: health of the server",
	]);
});

test("the pod is named in the output, and in the message of a failure", () => {
	const pod = podOf("deploy/web", "web-1-a", { node: "n1" });
	const report = reportOf([[pod, { answers: { "": NOT_SERVING } }]]);
	const [{ outcome, output } = {}] = junitSuite(report).cases;
	expect(outcome).toMatchObject({ message: "web-1-a: NOT_SERVING" });
	expect(output).toMatch(/^pod shop\/web-1-a, node n1\nKG102 /);
});

test.each([
	[{ origin: "deploy/web", namespace: "shop" }, "shop.deploy/web"],
	[{ origin: "app=web", namespace: "shop" }, "shop.app=web"],
	[{ origin: "app=web" }, "app=web"],
	[{ origin: "namespace shop", namespace: "shop" }, "namespace shop"],
	[{ origin: "any namespace" }, "any namespace"],
])(
	"a target without pods has the class of its pods: %j",
	(target, expected) => {
		const lacking: TargetWithoutPods = {
			...target,
			code: "target",
			message: "no pods",
			hint: [],
		};
		const report = { ...reportOf([]), targetsWithoutPods: [lacking] };
		expect(junitSuite(report).cases).toMatchObject([
			{ className: expected, name: "has pods" },
		]);
	},
);
