import { describe, expect, test } from "vitest";
import { fakeApi } from "./fake-api.ts";
import { follow } from "./following.ts";
import { endpointSlice, pod, service } from "./objects.ts";
import { query } from "./query.ts";

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
		"without pods: svc/web has been deleted",
		"gone svc/web db-0",
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

test("a Service without a selector or endpoints, whose first slice names addresses, says so", async () => {
	const api = fakeApi([service("web", { selector: {} })]);
	const { until, stop } = follow(api, query(["svc/web"]), "told");
	await until("synced");
	api.apply(endpointSlice("web", [{ addresses: ["10.0.0.1"] }]));
	await until(
		"without pods: svc/web has no selector, and its endpoints are addresses, not pods: 10.0.0.1",
	);
	stop();
});
