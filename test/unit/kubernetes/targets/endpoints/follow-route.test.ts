import { setImmediate as tick } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { PluginError } from "../../../../../src/errors.ts";
import type { EndpointObject } from "../../../../../src/kubernetes/objects/endpoint-slice.ts";
import type { PodQuery } from "../../../../../src/kubernetes/target.ts";
import {
	type FollowedRoute,
	followRoute,
} from "../../../../../src/kubernetes/targets/endpoints/follow-route.ts";
import {
	type RouteParts,
	readRoute,
} from "../../../../../src/kubernetes/targets/endpoints/service-route.ts";
import { type FakeObject, fakeApi } from "../fake-api.ts";
import { endpointSlice, replica, service } from "../objects.ts";

const SLICES = "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices";
const QUERY: PodQuery = {
	targets: [
		{
			kind: "workload",
			resource: "services",
			group: undefined,
			name: "users",
		},
	],
	namespace: "shop",
	scope: "namespace",
};

const endpoint = (suffix: string): EndpointObject => ({
	addresses: ["10.0.0.1"],
	conditions: { ready: true },
	targetRef: {
		kind: "Pod",
		name: `users-5d4f8b-${suffix}`,
	},
});

const START: readonly FakeObject[] = [
	service("users"),
	replica("users", "a"),
	endpointSlice("users", [endpoint("a")]),
];

async function follow(api: ReturnType<typeof fakeApi>) {
	const { signal } = new AbortController();
	return followFrom(api, await readRoute(api, QUERY, { signal }));
}

function followFrom(api: ReturnType<typeof fakeApi>, start: RouteParts) {
	const ending = new AbortController();
	onTestFinished(() => ending.abort());
	const { signal } = ending;
	const lost: string[] = [];
	const routeNow = followRoute(api, QUERY, start, {
		signal,
		onLost: ({ message }) => lost.push(message),
	});
	return { routeNow, lost };
}

function namesOf(routeNow: FollowedRoute): readonly string[] | string {
	const route = routeNow();
	return route instanceof PluginError
		? route.code
		: route.endpoints.map(({ pod }) => pod.name);
}

test("the route follows endpoints as they come and go", async () => {
	const api = fakeApi(START);
	const { routeNow, lost } = await follow(api);
	expect(namesOf(routeNow)).toEqual(["users-5d4f8b-a"]);
	api.apply(replica("users", "b"));
	api.apply(endpointSlice("users", [endpoint("a"), endpoint("b")]));
	await expect
		.poll(() => namesOf(routeNow))
		.toEqual(["users-5d4f8b-a", "users-5d4f8b-b"]);
	api.remove(replica("users", "a"));
	api.apply(endpointSlice("users", [endpoint("b")]));
	await expect.poll(() => namesOf(routeNow)).toEqual(["users-5d4f8b-b"]);
	api.apply(endpointSlice("users", []));
	await expect.poll(() => namesOf(routeNow)).toBe("connection-refused");
	expect(lost).toEqual([]);
});

test("the route of a Service whose selector is switched follows its slices, not the selector", async () => {
	const api = fakeApi([...START, replica("green", "a")]);
	const { routeNow, lost } = await follow(api);
	for (let turn = 0; turn < 20; turn++) await tick();
	api.apply(service("users", { selector: { app: "green" } }));
	for (let turn = 0; turn < 20; turn++) await tick();
	expect(namesOf(routeNow)).toEqual(["users-5d4f8b-a"]);
	const targetRef = { kind: "Pod", namespace: "shop", name: "green-5d4f8b-a" };
	api.apply(endpointSlice("users", [{ ...endpoint("a"), targetRef }]));
	await expect.poll(() => namesOf(routeNow)).toEqual(["green-5d4f8b-a"]);
	expect(lost).toEqual([]);
});

test("where the Service has become an alias, the endpoints of before stay, and it is told", async () => {
	const api = fakeApi(START);
	const { routeNow, lost } = await follow(api);
	for (let turn = 0; turn < 20; turn++) await tick();
	api.apply(service("users", { type: "ExternalName" }));
	await expect
		.poll(() => lost)
		.toEqual([expect.stringContaining("is of type ExternalName")]);
	expect(namesOf(routeNow)).toEqual(["users-5d4f8b-a"]);
});

test("where the endpoints may not be watched, those of the start stay, and it is told", async () => {
	const api = fakeApi(START);
	const forbidden = new PluginError("forbidden", "may not watch");
	const { routeNow, lost } = await follow({
		...api,
		watch: (path, read, options) => {
			if (path === SLICES) throw forbidden;
			return api.watch(path, read, options);
		},
	});
	await expect.poll(() => lost).toEqual(["may not watch"]);
	expect(namesOf(routeNow)).toEqual(["users-5d4f8b-a"]);
});

test("the route stays as it was at the start until pods and endpoints are known", async () => {
	const api = fakeApi(START);
	const slices = Promise.withResolvers<void>();
	const { routeNow } = await follow({
		...api,
		async *watch(path, read, options) {
			if (path === SLICES) await slices.promise;
			yield* api.watch(path, read, options);
		},
	});
	for (let turn = 0; turn < 100; turn++) await tick();
	expect(namesOf(routeNow)).toEqual(["users-5d4f8b-a"]);
	api.apply(replica("users", "b"));
	api.apply(endpointSlice("users", [endpoint("b")]));
	slices.resolve();
	await expect.poll(() => namesOf(routeNow)).toEqual(["users-5d4f8b-b"]);
});

test("what went between the start and the watches is not led to", async () => {
	const api = fakeApi([...START, replica("users", "b")]);
	const { signal } = new AbortController();
	const start = await readRoute(api, QUERY, { signal });
	api.remove(endpointSlice("users", []));
	api.apply({
		...endpointSlice("users", [endpoint("b")]),
		metadata: { ...endpointSlice("users", []).metadata, name: "users-2" },
	});
	const { routeNow } = followFrom(api, start);
	expect(namesOf(routeNow)).toEqual(["users-5d4f8b-a"]);
	await expect.poll(() => namesOf(routeNow)).toEqual(["users-5d4f8b-b"]);
});

test("the route stays as it was until both pods and endpoints are known again", async () => {
	const api = fakeApi(START);
	const { routeNow } = await follow(api);
	api.apply(replica("users", "b"));
	api.apply(endpointSlice("users", [endpoint("a"), endpoint("b")]));
	await expect.poll(() => namesOf(routeNow)).toHaveLength(2);
	api.interrupt(new Error("boom"));
	api.remove(replica("users", "a"));
	api.heal({ labelSelector: "app=users" });
	for (let turn = 0; turn < 100; turn++) await tick();
	expect(namesOf(routeNow)).toHaveLength(2);
	api.apply(endpointSlice("users", [endpoint("b")]));
	api.heal({ labelSelector: "kubernetes.io/service-name=users" });
	await expect.poll(() => namesOf(routeNow)).toEqual(["users-5d4f8b-b"]);
});

describe("a Service without a selector", () => {
	const MANUAL: readonly FakeObject[] = [
		service("users", { selector: {}, ports: [{ port: 80 }] }),
		replica("users", "a"),
		replica("users", "b"),
		endpointSlice("users", [endpoint("a")]),
	];

	test("has the pods that its slices name, those that are there later too", async () => {
		const api = fakeApi(MANUAL);
		const { routeNow, lost } = await follow(api);
		expect(namesOf(routeNow)).toEqual(["users-5d4f8b-a"]);
		api.apply(endpointSlice("users", [endpoint("b"), endpoint("c")]));
		// Between the two routes no connection is refused.
		while (isDeepStrictEqual(namesOf(routeNow), ["users-5d4f8b-a"]))
			await tick();
		expect(namesOf(routeNow)).toEqual(["users-5d4f8b-b"]);
		api.apply(replica("users", "c"));
		await expect
			.poll(() => namesOf(routeNow))
			.toEqual(["users-5d4f8b-b", "users-5d4f8b-c"]);
		expect(lost).toEqual([]);
	});

	test("is there again when its slices name a pod after they named none", async () => {
		const api = fakeApi(MANUAL);
		const { routeNow, lost } = await follow(api);
		api.apply(endpointSlice("users", []));
		await expect.poll(() => namesOf(routeNow)).toBe("connection-refused");
		api.apply(endpointSlice("users", [endpoint("b")]));
		await expect.poll(() => namesOf(routeNow)).toEqual(["users-5d4f8b-b"]);
		expect(lost).toEqual([]);
	});

	test("is not looked up by slices that its watch has not told of", async () => {
		const api = fakeApi(MANUAL);
		let listed: "as-watched" | "ahead" = "as-watched";
		const { routeNow } = await follow({
			...api,
			list: (path, read, options) =>
				path === SLICES && listed === "ahead"
					? ahead.list(path, read, options)
					: api.list(path, read, options),
		});
		const ahead = fakeApi([endpointSlice("users", [endpoint("b")])]);
		listed = "ahead";
		const seen = new Set<string>();
		for (let turn = 0; turn < 1000; turn++) {
			seen.add(String(namesOf(routeNow)));
			await tick();
		}
		expect([...seen]).toEqual(["users-5d4f8b-a"]);
	});

	test("leads to the ports of its slices as they are", async () => {
		const api = fakeApi(MANUAL);
		const { routeNow } = await follow(api);
		const portNow = () => {
			const route = routeNow();
			return route instanceof PluginError
				? route.code
				: route.endpoints[0]?.port;
		};
		expect(portNow()).toMatchObject({ port: 50051 });
		api.apply(endpointSlice("users", [endpoint("a")], [{ port: 50052 }]));
		await expect.poll(() => portNow()).toMatchObject({ port: 50052 });
	});
});
