import { setImmediate as tick } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import type { PodEvent, PodQuery } from "../../../../src/kubernetes/target.ts";
import { watchPods } from "../../../../src/kubernetes/targets/watch-pods.ts";
import { type FakeApi, type FakeObject, fakeApi } from "./fake-api.ts";
import {
	endpointSlice,
	owner,
	pod,
	port,
	replica,
	server,
	service,
	workload,
} from "./objects.ts";
import { query } from "./query.ts";

/** `appeared deploy/x x-1`, `synced`, `interrupted boom`. */
function brief(event: PodEvent): string {
	switch (event.type) {
		case "synced":
			return "synced";
		case "interrupted":
		case "refused":
			return `${event.type} ${event.error.message}`;
		case "without-pods":
			return [
				"without pods:",
				...event.targets.map(({ error }) => error.message),
			].join(" ");
		default:
			return `${event.type} ${event.target.origin} ${event.target.pod.name}`;
	}
}

/** A watch under way: `next` gives so many events, waiting for each; of targets without pods those tell that ask for it. */
function follow(
	api: FakeApi,
	asked: PodQuery,
	lack: "told" | "left out" = "left out",
	absent: "refused" | "awaited" = "refused",
) {
	const control = new AbortController();
	const events = watchPods(api, asked, { signal: control.signal, absent });
	const next = async (count: number): Promise<readonly string[]> => {
		const seen: string[] = [];
		while (seen.length < count) {
			const { value, done } = await events.next();
			if (done) break;
			if (lack === "told" || value.type !== "without-pods")
				seen.push(brief(value));
		}
		return seen;
	};
	/** Reads on to an event, whatever comes before it. */
	const until = async (last: string): Promise<void> => {
		for (;;) {
			const [seen] = await next(1);
			if (seen === last) return;
			if (seen === undefined)
				throw new Error(`the watch ended before: ${last}`);
		}
	};
	return { events, next, until, stop: () => control.abort() };
}

const deployment = workload("Deployment", "web");
const a = replica("web", "a");
const notReady = (
	object: FakeObject & { readonly status?: object },
): FakeObject =>
	({ ...object, status: { ...object.status, conditions: [] } }) as FakeObject;

describe("following pods", () => {
	test("through a rollout", async () => {
		const api = fakeApi([deployment, a]);
		const { next, stop } = follow(api, query(["deploy/web"]));
		expect(await next(2)).toEqual([
			"appeared deploy/web web-5d4f8b-a",
			"synced",
		]);
		api.apply(replica("web", "b"));
		api.apply(notReady(a));
		api.remove(a);
		expect(await next(3)).toEqual([
			"appeared deploy/web web-5d4f8b-b",
			"changed deploy/web web-5d4f8b-a",
			"gone deploy/web web-5d4f8b-a",
		]);
		stop();
		expect(await next(1)).toEqual([]);
		expect(
			api.requests.filter((request) => request.startsWith("watch")),
		).toEqual([
			"watch /api/v1/namespaces/shop/pods?labelSelector=app=web",
			"watch /apis/apps/v1/namespaces/shop/deployments?fieldSelector=metadata.name=web",
		]);
	});

	test("only when a fact changed", async () => {
		const api = fakeApi([deployment, a]);
		const { next, stop } = follow(api, query(["deploy/web"]));
		await next(2);
		api.apply({
			...a,
			metadata: { ...a.metadata, resourceVersion: "2" },
		} as FakeObject);
		api.remove(a);
		expect(await next(1)).toEqual(["gone deploy/web web-5d4f8b-a"]);
		stop();
	});

	test("a successor of the same name is another pod", async () => {
		const own = { labels: { app: "web" }, owner: owner("StatefulSet", "web") };
		const api = fakeApi([workload("StatefulSet", "web"), pod("web-0", own)]);
		const { next, stop } = follow(api, query(["sts/web"]));
		await next(2);
		api.apply(pod("web-0", { ...own, uid: "second" }));
		expect(await next(2)).toEqual([
			"gone sts/web web-0",
			"appeared sts/web web-0",
		]);
		stop();
	});

	test("a pod that another controller takes is gone", async () => {
		const api = fakeApi([deployment, a]);
		const { next, stop } = follow(api, query(["deploy/web"]));
		await next(2);
		api.apply({
			...a,
			metadata: {
				...a.metadata,
				ownerReferences: [owner("StatefulSet", "db")],
			},
		} as FakeObject);
		expect(await next(1)).toEqual(["gone deploy/web web-5d4f8b-a"]);
		stop();
	});

	test("a target without pods is followed until it has some", async () => {
		const api = fakeApi([deployment]);
		const { next, stop } = follow(api, query(["deploy/web"]));
		expect(await next(1)).toEqual(["synced"]);
		api.apply(a);
		expect(await next(1)).toEqual(["appeared deploy/web web-5d4f8b-a"]);
		stop();
	});

	test("targets without pods are told, and why, as pods come and go", async () => {
		const api = fakeApi([deployment, a]);
		const asked = query(["deploy/web", "pod/wbe"]);
		const { next, stop } = follow(api, asked, "told");
		const missing = 'pods "wbe" not found in namespace shop';
		expect((await next(3)).toSorted()).toEqual([
			"appeared deploy/web web-5d4f8b-a",
			"synced",
			`without pods: ${missing}`,
		]);
		api.apply(pod("wbe"));
		expect(await next(2)).toEqual(["appeared pod/wbe wbe", "without pods:"]);
		api.remove(a);
		expect(await next(2)).toEqual([
			"gone deploy/web web-5d4f8b-a",
			"without pods: deploy/web has no pods: selector app=web matches none in namespace shop",
		]);
		stop();
	});

	test("a target without pods is told anew where the reason is another one", async () => {
		const scaledTo = (replicas: number) =>
			workload("Deployment", "web", { replicas });
		const api = fakeApi([scaledTo(0)]);
		const { next, stop } = follow(api, query(["deploy/web"]), "told");
		expect((await next(2)).toSorted()).toEqual([
			"synced",
			"without pods: deploy/web has no pods: it is scaled to 0 replicas (selector app=web)",
		]);
		api.apply(scaledTo(2));
		expect(await next(1)).toEqual([
			"without pods: deploy/web has no pods: selector app=web matches none in namespace shop, though it wants 2 replicas",
		]);
		api.apply(
			pod("x", { labels: { app: "web" }, owner: owner("StatefulSet", "db") }),
		);
		expect(await next(1)).toEqual([
			"without pods: deploy/web has no pods: those that match its selector app=web belong to sts/db",
		]);
		stop();
	});

	test("a changed object whose pods are in the same list opens no watch", async () => {
		const ported = (targetPort: number) =>
			service("web", {
				selector: { app: "web" },
				ports: [{ port: 80, targetPort }],
			});
		const api = fakeApi([ported(50051), a]);
		const { next, stop } = follow(api, query(["svc/web"]));
		await next(2);
		const before = api.requests.length;
		api.apply(ported(50052));
		expect(await next(1)).toEqual(["changed svc/web web-5d4f8b-a"]);
		expect(api.requests.slice(before)).toEqual([]);
		stop();
	});

	test("an interruption is passed on", async () => {
		const api = fakeApi([deployment]);
		const { next, stop } = follow(api, query(["deploy/web"]));
		await next(1);
		api.interrupt(new Error("boom"));
		expect(await next(1)).toEqual(["interrupted boom"]);
		stop();
	});
});

describe("a Service without a selector", () => {
	const names = (...pods: readonly string[]) =>
		endpointSlice(
			"manual",
			pods.map((name) => ({
				addresses: ["10.0.0.1"],
				targetRef: { kind: "Pod", name },
			})),
		);
	const START = [
		service("manual", { selector: {}, ports: [{ port: 80 }] }),
		pod("x"),
		pod("y"),
		names("x"),
	];

	test("has the pods that its slices name as they change", async () => {
		const api = fakeApi(START);
		const { next, stop } = follow(api, query(["svc/manual"]));
		expect(await next(2)).toEqual(["appeared svc/manual x", "synced"]);
		api.apply(names("x", "y", "z"));
		expect(await next(1)).toEqual(["appeared svc/manual y"]);
		api.apply(pod("z"));
		expect(await next(1)).toEqual(["appeared svc/manual z"]);
		api.apply(names());
		expect((await next(3)).toSorted()).toEqual([
			"gone svc/manual x",
			"gone svc/manual y",
			"gone svc/manual z",
		]);
		api.apply(names("y"));
		expect(await next(1)).toEqual(["appeared svc/manual y"]);
		stop();
	});

	test("has each pod on the port of the slice that names it", async () => {
		const on = (name: string, port: number) => {
			const endpoint = {
				addresses: ["10.0.0.1"],
				targetRef: { kind: "Pod", name },
			};
			const slice = endpointSlice("manual", [endpoint], [{ port }]);
			const metadata = { ...slice.metadata, name: `manual-${name}` };
			return { ...slice, metadata };
		};
		const api = fakeApi([...START.slice(0, 3), on("x", 7000), on("y", 8000)]);
		const { next, events, stop } = follow(api, query(["svc/manual"]));
		await next(3);
		api.apply(on("x", 8000));
		expect((await events.next()).value).toMatchObject({
			type: "changed",
			target: { pod: { name: "x" }, port: { port: 8000 } },
		});
		stop();
	});

	test.each([
		["no slices yet", START.slice(0, 3)],
		["slices that name no pod yet", [...START.slice(0, 3), names()]],
	])("is followed with %s", async (_, objects) => {
		const api = fakeApi(objects);
		const { next, stop } = follow(api, query(["svc/manual"]));
		expect(await next(1)).toEqual(["synced"]);
		api.apply(names("x"));
		expect(await next(1)).toEqual(["appeared svc/manual x"]);
		stop();
	});

	test("keeps its pods while its slices are listed anew", async () => {
		const api = fakeApi(START);
		const { next, stop } = follow(api, query(["svc/manual"]));
		await next(2);
		api.interrupt(new Error("boom"));
		await next(2);
		api.remove(names());
		api.apply(names("x", "y"));
		api.heal({ labelSelector: "kubernetes.io/service-name=manual" });
		api.heal({});
		expect(await next(2)).toEqual(["appeared svc/manual y", "synced"]);
		stop();
	});

	test("beside another target loses no pod that the other has", async () => {
		const api = fakeApi(START);
		const { until, next, stop } = follow(api, query(["svc/manual", "pod/x"]));
		await until("synced");
		api.apply(names("y"));
		expect((await next(2)).toSorted()).toEqual([
			"appeared svc/manual y",
			"changed pod/x x",
		]);
		stop();
	});
});

describe("a target that is changed", () => {
	const blue = pod("blue-1", { labels: { track: "blue" } });
	const green = pod("green-1", { labels: { track: "green" } });
	const selecting = (track: string, targetPort = 50051) =>
		service("web", {
			selector: { track },
			ports: [{ port: 80, targetPort }],
		});

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
		const slice = endpointSlice("web", [
			{ addresses: ["10.0.0.1"], targetRef: { kind: "Pod", name: "green-1" } },
		]);
		const api = fakeApi([selecting("blue"), blue, green, slice]);
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
				targetRef: { kind: "Pod", namespace: "shop", name: "blue-1" },
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
		const slices = "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices";
		const api = fakeApi([selecting("blue"), blue], {
			[slices]: new PluginError("forbidden", "may not list endpointslices"),
		});
		const { next, stop } = follow(api, query(["svc/web"]));
		expect(await next(2)).toEqual(["appeared svc/web blue-1", "synced"]);
		api.apply(service("web", { selector: {} }));
		expect(await next(1)).toEqual(["refused may not list endpointslices"]);
		api.apply(selecting("blue"));
		expect(await next(1)).toEqual(["synced"]);
		stop();
	});

	const slicesPath = "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices";
	const sliceOf = (name: string) =>
		endpointSlice("web", [
			{ addresses: ["10.0.0.1"], targetRef: { kind: "Pod", name } },
		]);

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

test("a Service without a selector, whose slices come and go, says that it has none, or that it is deleted", async () => {
	const bare = service("web", { selector: {} });
	const slice = endpointSlice("web", [
		{ addresses: ["10.0.0.1"], targetRef: { kind: "Pod", name: "db-0" } },
	]);
	const none =
		"without pods: svc/web has no selector, and no EndpointSlice gives it endpoints";
	const api = fakeApi([bare, pod("db-0")]);
	const { next, until, stop } = follow(api, query(["svc/web"]), "told");
	expect(await next(1)).toEqual([none]);
	api.apply(slice);
	await until("appeared svc/web db-0");
	api.remove(slice);
	await until(none);
	api.remove(bare);
	expect(await next(1)).toEqual(["without pods: svc/web has been deleted"]);
	api.apply(bare);
	await until(none);
	api.apply(slice);
	await until("appeared svc/web db-0");
	await until("without pods:");
	api.remove(bare);
	api.remove(slice);
	expect(await next(2)).toEqual([
		"gone svc/web db-0",
		"without pods: svc/web has been deleted",
	]);
	stop();
});

test("a Service without a selector, whose slices name addresses now, says so", async () => {
	const targetRef = { kind: "Pod", name: "db-0" };
	const addresses = ["10.0.0.1"];
	const api = fakeApi([
		service("web", { selector: {} }),
		pod("db-0"),
		endpointSlice("web", [{ addresses, targetRef }]),
	]);
	const { next, until, stop } = follow(api, query(["svc/web"]), "told");
	await until("synced");
	api.apply(endpointSlice("web", [{ addresses }]));
	expect(await next(2)).toEqual([
		"gone svc/web db-0",
		"without pods: svc/web has no selector, and its endpoints are addresses, not pods: 10.0.0.1",
	]);
	stop();
});

test.each([
	["deploy/web", deployment],
	["svc/web", service("web", { selector: { app: "web" } })],
])(
	"%s that is deleted is what there is to say when its pods are gone",
	async (target, object) => {
		const api = fakeApi([object, a]);
		const { until, next, stop } = follow(api, query([target]), "told");
		await until("synced");
		api.remove(object);
		api.remove(a);
		await until(`without pods: ${target} has been deleted`);
		api.apply(object);
		expect(await next(1)).toEqual([
			expect.stringContaining(`without pods: ${target} has no pods`),
		]);
		api.apply(a);
		expect(await next(2)).toEqual([
			`appeared ${target} web-5d4f8b-a`,
			"without pods:",
		]);
		stop();
	},
);

describe("an object that is awaited", () => {
	test("is told to be missing, and followed as soon as it is there", async () => {
		const api = fakeApi([]);
		const { next, stop } = follow(
			api,
			query(["deploy/web"]),
			"told",
			"awaited",
		);
		expect(await next(2)).toEqual([
			'without pods: deployments.apps "web" not found in namespace shop',
			"synced",
		]);
		api.apply(deployment);
		api.apply(a);
		expect(await next(3)).toEqual([
			"appeared deploy/web web-5d4f8b-a",
			"without pods:",
			"synced",
		]);
		api.apply(replica("web", "b"));
		expect(await next(1)).toEqual(["appeared deploy/web web-5d4f8b-b"]);
		stop();
	});

	test("holds up nothing beside it", async () => {
		const api = fakeApi([deployment, a]);
		const { next, until, stop } = follow(
			api,
			query(["svc/web", "deploy/web"]),
			"told",
			"awaited",
		);
		expect(await next(3)).toEqual([
			"appeared deploy/web web-5d4f8b-a",
			'without pods: services "web" not found in namespace shop',
			"synced",
		]);
		api.apply(service("web", { selector: { app: "web" } }));
		await until("changed svc/web web-5d4f8b-a");
		stop();
	});

	test("has the port that a Service gives which has come before it", async () => {
		const api = fakeApi([]);
		const { events, until, stop } = follow(
			api,
			query(["deploy/web"]),
			"left out",
			"awaited",
		);
		await until("synced");
		const ports = [port(8080), port(9090)];
		const grpc = { port: 80, targetPort: 9090, appProtocol: "grpc" };
		api.apply(service("web", { selector: { app: "web" }, ports: [grpc] }));
		api.apply(deployment);
		api.apply(
			replica("web", "a", { spec: { containers: [server({ ports })] } }),
		);
		expect((await events.next()).value).toMatchObject({
			target: { port: { port: 9090, evidence: "app-protocol" } },
		});
		stop();
	});

	test("is an error for those who would not be told of it", async () => {
		const path = "/apis/apps/v1/namespaces/shop/deployments";
		const api = fakeApi([], { [path]: new PluginError("forbidden", "no") });
		const { events } = follow(
			api,
			query(["deploy/web"]),
			"left out",
			"awaited",
		);
		await expect(async () => {
			for await (const _ of events);
		}).rejects.toThrow('deployments.apps "web" not found');
	});
});

describe("several targets", () => {
	test("sync once, after all of them", async () => {
		const api = fakeApi([
			deployment,
			a,
			workload("StatefulSet", "db"),
			pod("db-0", { labels: { app: "db" } }),
		]);
		const { next, stop } = follow(api, query(["deploy/web", "sts/db"]));
		const first = await next(3);
		expect(first.toSorted()).toEqual([
			"appeared deploy/web web-5d4f8b-a",
			"appeared sts/db db-0",
			"synced",
		]);
		expect(first[2]).toBe("synced");
		stop();
	});

	test("are whole again when the watch of each is", async () => {
		const api = fakeApi([deployment, workload("StatefulSet", "db")]);
		const { next, until, stop } = follow(api, query(["deploy/web", "sts/db"]));
		await until("synced");
		api.interrupt(new Error("boom"));
		await next(2);
		api.heal({ labelSelector: "app=web" });
		api.apply(a);
		expect(await next(1)).toEqual(["appeared deploy/web web-5d4f8b-a"]);
		api.heal({ labelSelector: "app=db" });
		expect(await next(1)).toEqual(["synced"]);
		stop();
	});

	test("share a watch where their lists are the same, and a pod is the first one's", async () => {
		const api = fakeApi([deployment, a, service("web")]);
		const { next, stop } = follow(api, query(["svc/web", "deploy/web"]));
		expect(await next(2)).toEqual(["appeared svc/web web-5d4f8b-a", "synced"]);
		api.remove(a);
		expect(await next(1)).toEqual(["gone svc/web web-5d4f8b-a"]);
		expect(
			api.requests.filter((request) => /^watch .*\/pods\b/.test(request)),
		).toHaveLength(1);
		stop();
	});

	test("a pod that leaves one target stays as the other's", async () => {
		const api = fakeApi([service("web"), pod("x", { labels: { app: "web" } })]);
		const { until, stop } = follow(api, query(["svc/web", "pod/x"]));
		await until("synced");
		api.apply(pod("x"));
		await until("changed pod/x x");
		stop();
	});
});

describe("discovery", () => {
	test("follows what shows evidence, and reads the Services once", async () => {
		const api = fakeApi([
			replica("web", "a", {
				spec: { containers: [server({ ports: [port(8080)] })] },
			}),
		]);
		const { next, stop } = follow(api, query([]));
		expect(await next(1)).toEqual(["synced"]);
		api.apply(replica("api", "a"));
		api.apply(pod("plain", { spec: { containers: [server({ ports: [] })] } }));
		api.apply(pod("lone"));
		expect(await next(2)).toEqual([
			"appeared deploy/api api-5d4f8b-a",
			"appeared pod/lone lone",
		]);
		expect(
			api.requests.filter((request) => request.includes("services")),
		).toHaveLength(1);
		stop();
	});
});

describe("trouble", () => {
	test("a target that does not exist", async () => {
		await expect(
			follow(fakeApi([]), query(["deploy/web"])).next(1),
		).rejects.toThrow('deployments.apps "web" not found');
	});

	test("a port that none of the pods has", async () => {
		await expect(
			follow(
				fakeApi([deployment, a]),
				query(["deploy/web"], { port: "grcp" }),
			).next(2),
		).rejects.toThrow("no port named grcp");
	});

	test("what a watch cannot heal ends all", async () => {
		const forbidden = new PluginError("forbidden", "may not watch");
		const api = fakeApi([deployment], {
			"/api/v1/namespaces/shop/pods": forbidden,
		});
		await expect(follow(api, query(["deploy/web"])).next(1)).rejects.toBe(
			forbidden,
		);
	});

	test("leaving early ends the watches", async () => {
		const api = fakeApi([deployment, a, service("db")]);
		const { events, next, until } = follow(
			api,
			query(["deploy/web", "svc/db"]),
		);
		await until("synced");
		await events.return(undefined);
		expect(await next(1)).toEqual([]);
		expect(await api.watchesClosed()).toBe(4);
	});
});
