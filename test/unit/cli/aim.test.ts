import { expect, test } from "vitest";
import { aimOf } from "../../../src/cli/aim.ts";

const NONE = {
	selector: undefined,
	"field-selector": undefined,
	"all-namespaces": false,
	port: undefined,
	container: undefined,
};

test.each([
	["a name and -A", ["deploy/x"], { "all-namespaces": true }],
	["a name and -l", ["deploy/x"], { selector: "app=x" }],
	["a name and an address", ["deploy/x", "host:1"], {}],
	["an address and -l", ["host:1"], { selector: "app=x" }],
	["an address and -A", ["host:1"], { "all-namespaces": true }],
	["an address and --port", ["host:1"], { port: "2" }],
])("%s are refused", async (_, words, flags) => {
	const aim = aimOf(words, { ...NONE, ...flags }, async () => "shop");
	await expect(aim).rejects.toMatchObject({ code: "usage" });
});

test("an impossible --port is refused before a pod is asked", async () => {
	const aim = aimOf(["deploy/x"], { ...NONE, port: "99999" }, async () => "");
	await expect(aim).rejects.toMatchObject({
		code: "bad-input",
		message: '"99999" is no port',
	});
});

test("targets, -A, -l and --field-selector make a query", async () => {
	const named = await aimOf(
		["deploy/x"],
		{ ...NONE, "field-selector": "spec.nodeName=n", port: "grpc" },
		async () => "shop",
	);
	expect(named).toMatchObject({
		kind: "pods",
		query: {
			targets: [{ resource: "deployments", name: "x" }],
			namespace: "shop",
			scope: "namespace",
			fieldSelector: "spec.nodeName=n",
			port: "grpc",
		},
	});
	const selected = await aimOf(
		[],
		{ ...NONE, selector: "app=x", "all-namespaces": true },
		async () => "shop",
	);
	expect(selected).toMatchObject({
		query: { targets: [], scope: "all-namespaces", selector: "app=x" },
	});
});
