import { expect, test } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import { type FakeObject, fakeApi } from "./fake-api.ts";
import { a, follow } from "./following.ts";
import { replica, workload } from "./objects.ts";
import { query } from "./query.ts";

const b = replica("web", "b");

/** A workload of two pods as its controller has left it; its latest change is its second. */
function rolledOut(
	kind: string,
	status: object,
	spec: object = { replicas: 2 },
): FakeObject {
	const object = workload(kind, "web", spec);
	return {
		...object,
		metadata: { ...object.metadata, generation: 2 },
		status: { observedGeneration: 2, ...status },
	} as FakeObject;
}

const lacking = (pods: number, wanted = 2) =>
	`without pods: deploy/web has ${pods} of the ${wanted} pods that it should have of its latest template`;

test("a wait for a workload hears that its controller has not come to its last change yet, and how far it is rolled out", async () => {
	const before = { observedGeneration: 1, updatedReplicas: 2 };
	const api = fakeApi([rolledOut("Deployment", before), a, b]);
	const { next, until, stop } = follow(
		api,
		query(["deploy/web"]),
		"told",
		"awaited",
	);
	expect((await next(4)).at(-2)).toBe(
		"without pods: deploy/web has been changed, and its controller has not looked at it since",
	);
	api.apply(rolledOut("Deployment", {}));
	await until(lacking(0));
	api.apply(rolledOut("Deployment", { updatedReplicas: 1 }));
	await until(lacking(1));
	api.apply(rolledOut("Deployment", { updatedReplicas: 2 }));
	await until("without pods:");
	stop();
});

test("whoever does not wait hears nothing of it", async () => {
	const api = fakeApi([rolledOut("Deployment", { updatedReplicas: 1 }), a, b]);
	const { next, stop } = follow(api, query(["deploy/web"]), "told");
	const seen = await next(3);
	expect(seen).not.toContain(lacking(1));
	expect(seen).toContain("synced");
	stop();
});

const FORBIDDEN = new PluginError("forbidden", "deployments is forbidden");

test("a workload that may be read and not be watched is not waited for to be rolled out: nobody would tell", async () => {
	const objects = [rolledOut("Deployment", { updatedReplicas: 1 }), a, b];
	const path = "/apis/apps/v1/namespaces/shop/deployments";
	const api = fakeApi(objects, { [path]: FORBIDDEN });
	const { next, stop } = follow(api, query(["deploy/web"]), "told", "awaited");
	expect((await next(3)).toSorted()).toEqual([
		"appeared deploy/web web-5d4f8b-a",
		"appeared deploy/web web-5d4f8b-b",
		"synced",
	]);
	stop();
});

const ON_DELETE = { updateStrategy: { type: "OnDelete" } };
const PARTITION = { updateStrategy: { rollingUpdate: { partition: 1 } } };
test.each([
	["StatefulSet", { updatedReplicas: 1 }, { replicas: 2 }, "1 of the 2 pods"],
	["StatefulSet", { updatedReplicas: 1 }, { replicas: 2, ...PARTITION }, ""],
	["StatefulSet", { updatedReplicas: 0 }, { replicas: 2, ...ON_DELETE }, ""],
	["ReplicaSet", {}, { replicas: 2 }, ""],
	["Deployment", { updatedReplicas: 0 }, { replicas: 2, paused: true }, ""],
	[
		"DaemonSet",
		{ desiredNumberScheduled: 2, updatedNumberScheduled: 1 },
		{},
		"1 of the 2 pods",
	],
	[
		"DaemonSet",
		{ desiredNumberScheduled: 2, updatedNumberScheduled: 1 },
		ON_DELETE,
		"",
	],
])(
	"of a %s with status %j and spec %j: %s",
	async (kind, status, spec, said) => {
		const owner = {
			kind,
			name: "web",
			uid: "uid-of-web",
			controller: true,
		};
		const pods = ["a", "b"].map((suffix) => replica("web", suffix, { owner }));
		const api = fakeApi([rolledOut(kind, status, spec), ...pods]);
		const target = `${kind.toLowerCase()}/web`;
		const { next, stop } = follow(api, query([target]), "told", "awaited");
		const seen = await next(3);
		const told = seen.filter((event) => event.startsWith("without pods: "));
		expect(told.join()).toContain(said);
		expect(told).toHaveLength(said === "" ? 0 : 1);
		stop();
	},
);
