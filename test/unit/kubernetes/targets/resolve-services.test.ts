import { describe, expect, test } from "vitest";
import { fakeApi } from "./fake-api.ts";
import { endpointSlice, pod, service } from "./objects.ts";
import { query } from "./query.ts";
import { brief, PODS, refusal, resolve, userService } from "./resolving.ts";

describe("Services", () => {
	test("select pods and tell the port", async () => {
		const objects = [
			...userService,
			service("user-service", { ports: [{ port: 80, targetPort: 8080 }] }),
		];
		const [first] = await resolve(objects, query(["svc/user-service"]));
		expect(first?.port).toMatchObject({ port: 8080, evidence: "service" });
	});

	test("take --port for a port of theirs", async () => {
		const objects = [...userService, service("user-service")];
		const [first] = await resolve(
			objects,
			query(["svc/user-service"], { port: "80" }),
		);
		expect(first?.port).toMatchObject({
			port: 50051,
			evidence: "flag",
			reason: "--port 80: port 80 of Service user-service",
		});
	});

	test("take a port after the name", async () => {
		const objects = [
			...userService,
			service("user-service", {
				ports: [
					{ name: "a", port: 1 },
					{ name: "b", port: 2 },
				],
			}),
		];
		const [first] = await resolve(
			objects,
			query(["svc/user-service:b"], { port: "a" }),
		);
		expect(first?.port).toMatchObject({
			port: 2,
			reason: "svc/user-service:b: port 2 (b) of Service user-service",
		});
	});

	test("of type ExternalName have no pods", async () => {
		const objects = [
			service("bank", {
				type: "ExternalName",
				externalName: "grpc.bank.example",
				ports: [{ port: 443 }],
			}),
		];
		const error = await refusal(objects, query(["svc/bank"]));
		expect(error).toMatchObject({
			code: "target",
			hint: ["name the endpoint itself: grpc.bank.example:443"],
		});
		expect(error.message).toContain(
			"ExternalName: an alias of grpc.bank.example",
		);
	});

	test("that select nothing say by which selector", async () => {
		const error = await refusal(
			[service("user-service")],
			query(["svc/user-service"]),
		);
		expect(error).toMatchObject({
			code: "target",
			facts: { selector: "app=user-service" },
		});
		expect(error.message).toBe(
			"svc/user-service has no pods: selector app=user-service matches none in namespace shop",
		);
		expect(error.hint[0]).toContain("kubectl get pods -n shop --show-labels");
	});
});

describe("Services without a selector", () => {
	const manual = service("manual", {
		selector: {},
		ports: [{ name: "grpc", port: 80, targetPort: 1 }],
	});
	const endpoint = (name: string) => ({
		addresses: ["10.0.0.1"],
		targetRef: { kind: "Pod", name, namespace: "shop" },
	});

	test("have the pods of their EndpointSlices, on the slices' ports", async () => {
		const objects = [
			manual,
			pod("a"),
			pod("b"),
			pod("c"),
			endpointSlice(
				"manual",
				[endpoint("a"), endpoint("b")],
				[{ name: "grpc", port: 7000 }],
			),
		];
		expect((await resolve(objects, query(["svc/manual"]))).map(brief)).toEqual([
			"svc/manual a 7000",
			"svc/manual b 7000",
		]);
	});

	test("have each pod on the port of the slice that names it", async () => {
		const on = (name: string, port: number) => {
			const ports = [{ name: "grpc", port }];
			const slice = endpointSlice("manual", [endpoint(name)], ports);
			const metadata = { ...slice.metadata, name: `manual-${name}` };
			return { ...slice, metadata };
		};
		const objects = [manual, pod("a"), pod("b"), on("a", 7000), on("b", 8000)];
		expect((await resolve(objects, query(["svc/manual"]))).map(brief)).toEqual([
			"svc/manual a 7000",
			"svc/manual b 8000",
		]);
	});

	test("list a single pod by its name", async () => {
		const api = fakeApi([
			manual,
			pod("a"),
			endpointSlice("manual", [endpoint("a")]),
		]);
		await resolve([], query(["svc/manual"]), api);
		expect(api.requests.at(-1)).toBe(
			`list ${PODS}?fieldSelector=metadata.name=a`,
		);
	});

	test("that name a pod which is gone say so", async () => {
		const error = await refusal(
			[manual, pod("b"), endpointSlice("manual", [endpoint("a")])],
			query(["svc/manual"]),
		);
		expect(error.message).toBe(
			'svc/manual leads to no pod: pods "a" not found in namespace shop',
		);
		expect(error.hint).toEqual([
			"kubectl get endpointslices -n shop -l kubernetes.io/service-name=manual",
		]);
		// The Service exists, so the error must not say that it does not.
		expect(error.code).toBe("target");
	});

	test("that name a pod which --field-selector excludes say so", async () => {
		const error = await refusal(
			[manual, pod("a"), endpointSlice("manual", [endpoint("a")])],
			query(["svc/manual"], { fieldSelector: "status.phase=Pending" }),
		);
		expect(error.message).toBe(
			"svc/manual leads to no pod: pod/a does not match field selector status.phase=Pending",
		);
		expect(error.hint[0]).toContain("--field-selector");
	});

	test("with addresses alone are refused, naming them and the port of their slice", async () => {
		const error = await refusal(
			[
				manual,
				endpointSlice(
					"manual",
					[{ addresses: ["192.0.2.7"] }],
					[
						{ name: "metrics", port: 9090 },
						{ name: "grpc", port: 7000 },
					],
				),
			],
			query(["svc/manual"]),
		);
		expect(error.message).toBe(
			"svc/manual has no selector, and its endpoints are addresses, not pods: 192.0.2.7",
		);
		expect(error.hint[0]).toContain("192.0.2.7:7000");
	});

	test("without endpoints are refused", async () => {
		expect((await refusal([manual], query(["svc/manual"]))).message).toContain(
			"no EndpointSlice gives it endpoints",
		);
	});
});
