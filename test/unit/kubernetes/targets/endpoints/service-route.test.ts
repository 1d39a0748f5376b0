import { describe, expect, test } from "vitest";
import type { EndpointObject } from "../../../../../src/kubernetes/objects/endpoint-slice.ts";
import { leadToService } from "../../../../../src/kubernetes/targets/endpoints/lead-to-service.ts";
import {
	readRoute,
	routeFrom,
} from "../../../../../src/kubernetes/targets/endpoints/service-route.ts";
import { errorOf } from "../../../plugin-error.ts";
import { type FakeObject, fakeApi } from "../fake-api.ts";
import { endpointSlice, replica, service, workload } from "../objects.ts";
import { query } from "../query.ts";

const { signal } = new AbortController();

const endpoint = (
	suffix: string,
	conditions: EndpointObject["conditions"] & object = {},
): EndpointObject => ({
	addresses: ["10.0.0.1"],
	conditions,
	targetRef: { kind: "Pod", name: `users-5d4f8b-${suffix}` },
});

const PODS = ["a", "b", "c"].map((suffix) => replica("users", suffix));
const SLICE = endpointSlice("users", [
	endpoint("a"),
	endpoint("b", { ready: false }),
	endpoint("c"),
]);

const routeOf = async (objects: readonly FakeObject[], word = "svc/users") =>
	routeFrom(
		await readRoute(fakeApi([...PODS, ...objects]), query([word]), { signal }),
	);

test("what decides on the route is read at once, the slices that name the pods too", async () => {
	const manual = service("users", { selector: {}, ports: [{ port: 80 }] });
	const api = fakeApi([...PODS, manual, SLICE]);
	await readRoute(api, query(["svc/users"]), { signal });
	const slices = api.requests.filter((one) => one.includes("endpointslices"));
	expect(slices).toHaveLength(1);
});

describe("the route through a Service", () => {
	test("ends at its ready endpoints", async () => {
		const route = await routeOf([service("users"), SLICE]);
		expect(route).toMatchObject({
			service: "users",
			addressing: "cluster-ip",
			affinity: "none",
			standing: "ready",
			addresses: 0,
			notModelled: [],
		});
		expect(route.endpoints.map(({ pod }) => pod.name)).toEqual([
			"users-5d4f8b-a",
			"users-5d4f8b-c",
		]);
	});

	test("leads to any port of the pods of a headless Service without ports", async () => {
		const portless = service("users", { clusterIP: "None", ports: [] });
		const slice = endpointSlice("users", [endpoint("a"), endpoint("c")], []);
		const route = await routeOf([portless, slice]);
		expect(route.endpoints).toHaveLength(2);
	});

	test("names what the model leaves out", async () => {
		const object = service("users", {
			ports: [{ port: 80, targetPort: "grpc" }],
			sessionAffinity: "ClientIP",
			internalTrafficPolicy: "Local",
			trafficDistribution: "PreferClose",
		});
		const outside = endpointSlice("users", [{ addresses: ["192.0.2.1"] }]);
		const more = {
			...outside,
			metadata: { ...outside.metadata, name: "more" },
		};
		expect(await routeOf([object, SLICE, more])).toMatchObject({
			affinity: "client-ip",
			addresses: 1,
			notModelled: [
				"internalTrafficPolicy Local",
				"trafficDistribution PreferClose",
			],
		});
	});

	test.each([
		["users", {}, "kube-proxy would refuse the connection"],
		["headless", { clusterIP: "None" }, "its DNS name resolves to nothing"],
	])("without a ready endpoint: %s", async (_, spec, says) => {
		const nothing = endpointSlice("users", [endpoint("a", { ready: false })]);
		const error = await errorOf(routeOf([service("users", spec), nothing]));
		expect(error.code).toBe("connection-refused");
		expect(error.message).toContain(says);
		expect(error.hint[0]).toContain("health svc/users");
	});

	const outside: EndpointObject = { addresses: ["192.0.2.1"] };
	test.each<[string, EndpointObject[], string]>([
		[
			"to pods that are gone",
			[endpoint("gone"), outside],
			"the pods of its endpoints are gone (users-5d4f8b-gone)",
		],
		[
			"to addresses alone",
			[outside],
			"its endpoints are addresses and no pods (192.0.2.1)",
		],
	])("%s", async (_, endpoints, says) => {
		const slice = endpointSlice("users", endpoints);
		const error = await errorOf(routeOf([service("users"), slice]));
		expect(error.code).toBe("connection-refused");
		expect(error.message).toContain("no ready endpoint that a tunnel leads to");
		expect(error.message).toContain(says);
		expect(error.hint).toEqual([
			"kubectl get endpointslices -n shop -l kubernetes.io/service-name=users",
		]);
	});

	test("without endpoints and without pods", async () => {
		const parts = await readRoute(
			fakeApi([...PODS, service("users"), SLICE]),
			query(["svc/users"]),
			{ signal },
		);
		const outcome = () => routeFrom({ ...parts, pods: [], slices: [] });
		expect(outcome).toThrow("svc/users has no ready endpoint and no pods");
	});

	test("to a port that the Service does not have", async () => {
		const error = await errorOf(
			routeOf([service("users"), SLICE], "svc/users:9090"),
		);
		expect(error.code).toBe("port");
		expect(error.message).toBe(
			"svc/users does not lead to port 9090 of a ready pod",
		);
		expect(error.hint[0]).toContain("80");
	});

	test("to a port's name that no pod has", async () => {
		const typo = service("users", {
			ports: [{ port: 80, targetPort: "grcp" }],
		});
		const error = await errorOf(routeOf([typo, SLICE]));
		expect(error.code).toBe("unreachable");
		expect(error.message).toBe(
			"svc/users leads to no port of a ready pod: targetPort grcp of Service users names no port of this pod",
		);
		expect(error.hint[0]).toContain("ports of the pod: ");
	});

	test("a Service that is not there is told as everywhere", async () => {
		const error = await errorOf(routeOf([service("users"), SLICE], "svc/user"));
		expect(error.code).toBe("not-found");
		expect(error.hint.join()).toContain("users");
	});
});

describe("the Service that a target leads to", () => {
	const led = (objects: readonly FakeObject[], ...words: readonly string[]) =>
		leadToService(
			fakeApi([workload("Deployment", "users"), ...PODS, ...objects]),
			query([...words]),
			{ signal },
		);

	test("is the one that is named, with its port", async () => {
		expect(await led([], "svc/users:grpc")).toMatchObject({
			service: { resource: "services", name: "users", port: "grpc" },
			by: "name",
		});
	});

	test("is the only one that selects the pods", async () => {
		expect(
			await led([service("users"), service("orders")], "deploy/users"),
		).toMatchObject({
			service: { resource: "services", group: undefined, name: "users" },
			by: "selector",
		});
	});

	test("is none, with what to look at", async () => {
		const error = await errorOf(led([service("orders")], "deploy/users"));
		expect(error.message).toContain(
			"no Service selects the pods of deploy/users",
		);
	});

	test("is one of several, and they are named", async () => {
		const other = service("web", { selector: { app: "users" } });
		const error = await errorOf(led([service("users"), other], "deploy/users"));
		expect(error.message).toContain("users and web");
		expect(error.hint).toEqual(["name one: svc/users"]);
	});

	test("is to be one", async () => {
		const error = await errorOf(led([], "svc/users", "svc/orders"));
		expect(error.message).toContain("takes one target");
	});
});
