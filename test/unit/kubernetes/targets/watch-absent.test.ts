import { describe, expect, test } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import { fakeApi } from "./fake-api.ts";
import { a, deployment, follow } from "./following.ts";
import { port, replica, server, service, workload } from "./objects.ts";
import { query } from "./query.ts";

test.each([
	["deploy/web", deployment],
	["svc/web", service("web", { selector: { app: "web" } })],
])(
	"%s that is deleted is what there is to say, before its pods are gone and after",
	async (target, object) => {
		const api = fakeApi([object, a]);
		const { until, next, stop } = follow(api, query([target]), "told");
		await until("synced");
		api.remove(object);
		// Its pods are still there: the garbage collector comes to them later, and may leave them for the next object.
		await until(`without pods: ${target} has been deleted`);
		api.remove(a);
		expect(await next(2)).toEqual([
			`gone ${target} web-5d4f8b-a`,
			`without pods: ${target} has been deleted`,
		]);
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

test("targets without pods are told in the order in which they were named", async () => {
	const other = workload("Deployment", "other", {
		selector: { matchLabels: { app: "web" } },
	});
	const idle = service("idle", { selector: { app: "idle" } });
	const api = fakeApi([deployment, idle, other]);
	const { events, stop } = follow(
		api,
		query(["deploy/web", "svc/idle", "deploy/other"]),
	);
	for await (const event of events) {
		if (event.type !== "without-pods") continue;
		expect(event.targets.map(({ origin }) => origin)).toEqual([
			"deploy/web",
			"svc/idle",
			"deploy/other",
		]);
		break;
	}
	stop();
});

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

	test("stays the one that is missing where its namespace is, too: both may come", async () => {
		const { events, stop } = follow(
			fakeApi([]),
			query(["deploy/web"], { namespace: "elsewhere" }),
			"told",
			"awaited",
		);
		expect((await events.next()).value).toMatchObject({
			targets: [
				{
					error: {
						code: "not-found",
						message: 'deployments.apps "web" not found in namespace elsewhere',
						hint: ["there is no namespace elsewhere"],
					},
				},
			],
		});
		stop();
	});

	test("is a selector whose namespace is missing: it is told at once, not at the end of the wait", async () => {
		const { events, stop } = follow(
			fakeApi([]),
			query([], { namespace: "elsewhere", selector: "app=web" }),
			"told",
			"awaited",
		);
		expect((await events.next()).value).toMatchObject({
			targets: [
				{
					origin: "app=web",
					error: {
						code: "not-found",
						hint: ["there is no namespace elsewhere"],
					},
				},
			],
		});
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
