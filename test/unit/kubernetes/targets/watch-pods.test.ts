import { describe, expect, test } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import { type FakeObject, fakeApi } from "./fake-api.ts";
import { a, deployment, follow, notReady } from "./following.ts";
import {
	NAMESPACE,
	owner,
	pod,
	port,
	replica,
	server,
	service,
	terminating,
	workload,
} from "./objects.ts";
import { query } from "./query.ts";

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

	test("a target with too few pods is told, until it has them or is to have fewer, and that it is deleted", async () => {
		const scaledTo = (replicas: number) =>
			workload("Deployment", "web", { replicas });
		const api = fakeApi([scaledTo(2), a]);
		const { next, stop } = follow(api, query(["deploy/web"]), "told");
		const few = (pods: number, wanted: number) =>
			`without pods: deploy/web has ${pods} of the ${wanted} pods that it should have`;
		expect((await next(3)).toSorted()).toEqual([
			"appeared deploy/web web-5d4f8b-a",
			"synced",
			few(1, 2),
		]);
		const b = replica("web", "b");
		api.apply(b);
		expect(await next(2)).toEqual([
			"appeared deploy/web web-5d4f8b-b",
			"without pods:",
		]);
		api.apply(scaledTo(4));
		expect(await next(1)).toEqual([few(2, 4)]);
		api.apply(scaledTo(2));
		expect(await next(1)).toEqual(["without pods:"]);
		api.apply(terminating(b));
		expect(await next(2)).toEqual([
			"changed deploy/web web-5d4f8b-b",
			few(1, 2),
		]);
		api.remove(scaledTo(2));
		expect(await next(1)).toEqual([
			"without pods: deploy/web has been deleted",
		]);
		api.apply(scaledTo(2));
		expect(await next(1)).toEqual([few(1, 2)]);
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
		const { until, next, stop } = follow(api, query(["svc/web", "pod/x"]));
		await until("synced");
		api.apply(pod("x"));
		expect(await next(1)).toEqual(["changed pod/x x"]);
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
			follow(fakeApi([NAMESPACE]), query(["deploy/web"])).next(1),
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
