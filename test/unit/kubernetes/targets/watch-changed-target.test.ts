import { setImmediate as tick } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import { findPods } from "../../../../src/kubernetes/targets/resolve-pods.ts";
import { watchPods } from "../../../../src/kubernetes/targets/watch-pods.ts";
import { type FakeObject, fakeApi } from "./fake-api.ts";
import { a, deployment, follow } from "./following.ts";
import {
	endpointSlice,
	owner,
	pod,
	service,
	terminating,
	workload,
} from "./objects.ts";
import { query } from "./query.ts";

describe("a target that is changed", () => {
	const blue = pod("blue-1", { labels: { track: "blue" } });
	const green = pod("green-1", { labels: { track: "green" } });
	const selecting = (track: string, targetPort = 50051) =>
		service("web", {
			selector: { track },
			ports: [{ port: 80, targetPort }],
		});
	const slicesPath = "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices";
	const sliceOf = (name: string) =>
		endpointSlice("web", [
			{ addresses: ["10.0.0.1"], targetRef: { kind: "Pod", name } },
		]);

	test("a Service with another selector has other pods", async () => {
		const api = fakeApi([selecting("blue"), blue, green]);
		const { next, stop } = follow(api, query(["svc/web"]));
		expect(await next(2)).toEqual(["appeared svc/web blue-1", "synced"]);
		api.apply(selecting("green"));
		expect(await next(3)).toEqual([
			"appeared svc/web green-1",
			"gone svc/web blue-1",
			"synced",
		]);
		api.apply({ ...green, metadata: { ...green.metadata, labels: {} } });
		expect(await next(1)).toEqual(["gone svc/web green-1"]);
		expect(
			api.requests.filter((request) => request.startsWith("watch anew")),
		).toHaveLength(2);
		stop();
	});

	test("a Service with another targetPort has the same pods at that port", async () => {
		const api = fakeApi([selecting("blue"), blue]);
		const { next, events, stop } = follow(api, query(["svc/web"]));
		await next(2);
		api.apply(selecting("blue", 50052));
		expect((await events.next()).value).toMatchObject({
			type: "changed",
			target: { port: { port: 50052 } },
		});
		stop();
	});

	test("a Service that loses its selector has the pods of its slices", async () => {
		const api = fakeApi([selecting("blue"), blue, green, sliceOf("green-1")]);
		const { next, stop } = follow(api, query(["svc/web"]));
		await next(2);
		api.apply(service("web", { selector: {}, ports: [{ port: 80 }] }));
		expect((await next(3)).toSorted()).toEqual([
			"appeared svc/web green-1",
			"gone svc/web blue-1",
			"synced",
		]);
		stop();
	});

	test("a StatefulSet made anew has the pods of the new one", async () => {
		const owned = (uid: string) => ({
			labels: { app: "db" },
			owner: { ...owner("StatefulSet", "db"), uid },
		});
		const set = workload("StatefulSet", "db");
		const api = fakeApi([set]);
		const { next, stop } = follow(api, query(["sts/db"]));
		expect(await next(1)).toEqual(["synced"]);
		api.remove(set);
		api.apply({
			...set,
			metadata: { ...set.metadata, uid: "second" },
		} as FakeObject);
		api.apply(pod("db-0", owned("second")));
		expect(await next(1)).toEqual(["appeared sts/db db-0"]);
		stop();
	});

	test("takes no pod from another target, nor gives it one", async () => {
		const api = fakeApi([selecting("blue"), blue, green]);
		const { until, next, stop } = follow(
			api,
			query(["svc/web", "pod/blue-1", "pod/green-1"]),
		);
		await until("synced");
		api.apply(selecting("green"));
		const changes = (await next(3)).toSorted();
		expect(changes).toEqual([
			"changed pod/blue-1 blue-1",
			"changed svc/web green-1",
			"synced",
		]);
		stop();
	});

	test("leaves its pods to another Service whose slices name them", async () => {
		const slice = endpointSlice("manual", [
			{
				addresses: ["10.0.0.1"],
				targetRef: { kind: "Pod", name: "blue-1" },
			},
		]);
		const manual = service("manual", { selector: {}, ports: [{ port: 80 }] });
		const api = fakeApi([selecting("blue"), manual, slice, blue, green]);
		const { until, next, stop } = follow(api, query(["svc/web", "svc/manual"]));
		await until("synced");
		api.apply(selecting("green"));
		expect((await next(3)).toSorted()).toEqual([
			"appeared svc/web green-1",
			"changed svc/manual blue-1",
			"synced",
		]);
		stop();
	});

	test("that is none any more leaves its pods as they were, and the others are followed on", async () => {
		const alias = { type: "ExternalName", externalName: "example.com" };
		const api = fakeApi([selecting("blue"), blue, deployment]);
		const { until, next, stop } = follow(api, query(["svc/web", "deploy/web"]));
		await until("synced");
		api.apply(service("web", alias));
		expect(await next(1)).toEqual([
			"refused svc/web is of type ExternalName: an alias of example.com in DNS, with no pods behind it",
		]);
		api.apply(a);
		expect(await next(1)).toEqual(["appeared deploy/web web-5d4f8b-a"]);
		api.apply(selecting("blue"));
		expect(await next(1)).toEqual(["synced"]);
		api.apply(service("web", alias));
		await until(
			"refused svc/web is of type ExternalName: an alias of example.com in DNS, with no pods behind it",
		);
		api.apply(green);
		api.apply(selecting("green"));
		expect(await next(3)).toEqual([
			"appeared svc/web green-1",
			"gone svc/web blue-1",
			"synced",
		]);
		stop();
	});

	test("that loses its selector where its slices may not be read keeps its pods, and that is told", async () => {
		const api = fakeApi([selecting("blue"), blue], {
			[slicesPath]: new PluginError("forbidden", "may not list endpointslices"),
		});
		const { next, stop } = follow(api, query(["svc/web"]));
		expect(await next(2)).toEqual(["appeared svc/web blue-1", "synced"]);
		api.apply(service("web", { selector: {} }));
		expect(await next(1)).toEqual(["refused may not list endpointslices"]);
		api.apply(selecting("blue"));
		expect(await next(1)).toEqual(["synced"]);
		stop();
	});

	test("that loses its selector while its slices cannot be read keeps its pods until they can", async () => {
		const refusals: Record<string, PluginError> = {
			[slicesPath]: new PluginError("api-error", "etcd is away"),
		};
		const api = fakeApi(
			[selecting("blue"), blue, green, sliceOf("green-1")],
			refusals,
		);
		const { next, stop } = follow(api, query(["svc/web"]));
		expect(await next(2)).toEqual(["appeared svc/web blue-1", "synced"]);
		api.apply(service("web", { selector: {} }));
		expect(await next(1)).toEqual(["refused etcd is away"]);
		delete refusals[slicesPath];
		api.heal({ fieldSelector: "metadata.name=web" });
		expect((await next(3)).toSorted()).toEqual([
			"appeared svc/web green-1",
			"gone svc/web blue-1",
			"synced",
		]);
		stop();
	});

	test("that loses its selector where its slices may be read and not watched has those of now, and that is told", async () => {
		const api = fakeApi([selecting("blue"), blue, green, sliceOf("green-1")], {
			[`watch anew ${slicesPath}`]: new PluginError(
				"forbidden",
				"may not watch endpointslices",
			),
		});
		const { next, stop } = follow(api, query(["svc/web"]));
		expect(await next(2)).toEqual(["appeared svc/web blue-1", "synced"]);
		api.apply(service("web", { selector: {} }));
		expect((await next(3)).toSorted()).toEqual([
			"appeared svc/web green-1",
			"gone svc/web blue-1",
			"refused may not watch endpointslices",
		]);
		api.remove(green);
		expect(await next(1)).toEqual(["gone svc/web green-1"]);
		api.apply(selecting("blue"));
		expect(await next(2)).toEqual(["appeared svc/web blue-1", "synced"]);
		stop();
	});

	test("beside one that is none any more has other pods all the same", async () => {
		const alias = { type: "ExternalName", externalName: "example.com" };
		const other = (track: string) => ({
			...service("other", { selector: { track } }),
		});
		const api = fakeApi([service("web"), other("blue"), a, blue, green]);
		const { until, next, stop } = follow(api, query(["svc/web", "svc/other"]));
		await until("synced");
		api.apply(service("web", alias));
		expect(await next(1)).toEqual([
			"refused svc/web is of type ExternalName: an alias of example.com in DNS, with no pods behind it",
		]);
		api.apply(other("green"));
		await until("gone svc/other blue-1");
		stop();
	});

	test("is followed as it was by those who may not watch it", async () => {
		const api = fakeApi([selecting("blue"), blue], {
			"/api/v1/namespaces/shop/services": new PluginError("forbidden", "no"),
		});
		const { next, stop } = follow(api, query(["svc/web"]));
		expect(await next(2)).toEqual(["appeared svc/web blue-1", "synced"]);
		api.remove(blue);
		expect(await next(1)).toEqual(["gone svc/web blue-1"]);
		stop();
	});

	const track = fc.constantFrom("blue", "green");
	const step = fc.oneof(
		fc.record({ kind: fc.constantFrom("come", "go"), track } as const),
		fc.record({ kind: fc.constant("switch"), track } as const),
		fc.constant({ kind: "wait" } as const),
	);

	test("in whatever order pods and the selector change, the pods are those selected", async () => {
		const walk = fc.array(step, { maxLength: 15, size: "max" });
		await fc.assert(
			fc.asyncProperty(walk, async (steps) => {
				const of = { blue, green };
				const api = fakeApi([selecting("blue"), blue]);
				const there = new Set(["blue"]);
				let selected = "blue";
				const names = new Set<string>();
				const control = new AbortController();
				const following = (async () => {
					const { signal } = control;
					for await (const event of watchPods(api, query(["svc/web"]), {
						signal,
					}))
						if (event.type === "gone") names.delete(event.target.pod.name);
						else if ("target" in event) names.add(event.target.pod.name);
				})();
				for (const one of steps) {
					if (one.kind === "come") {
						api.apply(of[one.track]);
						there.add(one.track);
					} else if (one.kind === "go") {
						api.remove(of[one.track]);
						there.delete(one.track);
					} else if (one.kind === "switch") {
						api.apply(selecting(one.track));
						selected = one.track;
					} else await tick();
				}
				for (let turn = 0; turn < 10; turn++) await tick();
				expect([...names]).toEqual(
					there.has(selected) ? [`${selected}-1`] : [],
				);
				control.abort();
				await following;
			}),
		);
	});
});

describe("a workload that is being deleted", () => {
	const ending = {
		...deployment,
		metadata: {
			...deployment.metadata,
			deletionTimestamp: "2026-01-01T00:00:00Z",
		},
	};
	const DELETING = {
		origin: "deploy/web",
		lacks: "object",
		error: { message: "deploy/web is being deleted" },
	};

	test.each([
		[[a], 1],
		[[], undefined],
	])(
		"is said to be, while it waits for its pods: %#",
		async (pods, expected) => {
			const found = await findPods(
				fakeApi([ending, ...pods]),
				query(["deploy/web"]),
				{ signal: new AbortController().signal },
			);
			expect(found.lacking).toMatchObject([DELETING]);
			expect(found.lacking[0]?.pods).toBe(expected);
		},
	);

	test("is followed until it is gone, with pods or without", async () => {
		const api = fakeApi([deployment, a]);
		const { events, until, next, stop } = follow(
			api,
			query(["deploy/web"]),
			"told",
		);
		await until("synced");
		api.apply(ending);
		expect(await next(1)).toEqual([
			"without pods: deploy/web is being deleted",
		]);
		api.remove(a);
		expect(await next(2)).toEqual([
			"gone deploy/web web-5d4f8b-a",
			"without pods: deploy/web is being deleted",
		]);
		api.remove(ending);
		expect((await events.next()).value).toMatchObject({
			targets: [
				{
					origin: "deploy/web",
					lacks: "object",
					error: { message: "deploy/web has been deleted" },
				},
			],
		});
		stop();
	});
});

describe("a Service that is being deleted", () => {
	const served = service("web", { selector: { app: "web" } });
	const manual = service("manual", { selector: {}, ports: [{ port: 80 }] });
	const webPod = pod("web-a", { labels: { app: "web" } });
	const slice = endpointSlice("manual", [
		{ addresses: ["10.0.0.1"], targetRef: { kind: "Pod", name: "web-a" } },
	]);

	test.each([
		["web", served],
		["manual", manual],
	])("is said to be: %s", async (name, object) => {
		const found = await findPods(
			fakeApi([terminating(object), slice, webPod]),
			query([`svc/${name}`]),
			{ signal: new AbortController().signal },
		);
		expect(found.lacking).toMatchObject([
			{
				origin: `svc/${name}`,
				pods: 1,
				lacks: "object",
				error: { message: `svc/${name} is being deleted` },
			},
		]);
	});

	test("is said to be while it is followed, until it is gone", async () => {
		const api = fakeApi([served, webPod]);
		const { next, until, stop } = follow(api, query(["svc/web"]), "told");
		await until("synced");
		api.apply(terminating(served));
		expect(await next(1)).toEqual(["without pods: svc/web is being deleted"]);
		api.remove(served);
		expect(await next(1)).toEqual(["without pods: svc/web has been deleted"]);
		await stop();
	});
});
