import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EndpointObject } from "../../../../../src/kubernetes/objects/endpoint-slice.ts";
import { openEndpoints } from "../../../../../src/kubernetes/targets/endpoints/open-endpoints.ts";
import { endpointSlice } from "../objects.ts";

type Conditions = NonNullable<EndpointObject["conditions"]>;

const endpoint = (name: string, conditions?: Conditions): EndpointObject => ({
	addresses: ["10.0.0.1"],
	...(conditions === undefined ? {} : { conditions }),
	targetRef: { kind: "Pod", name },
});

function openOf(
	endpoints: readonly EndpointObject[],
	fallback: "terminating" | "none" = "terminating",
) {
	const open = openEndpoints([endpointSlice("x", [...endpoints])], fallback);
	return [open.standing, ...open.endpoints.map(({ pod }) => pod)];
}

const READY = { ready: true, serving: true, terminating: false };
const STARTING = { ready: false, serving: false, terminating: false };
const DRAINING = { ready: false, serving: true, terminating: true };
const DYING = { ready: false, serving: false, terminating: true };

describe("the endpoints that a new connection may get", () => {
	test.each<[string, Conditions | undefined, string]>([
		["ready", READY, "ready"],
		["of unknown conditions", undefined, "ready"],
		["of unknown readiness", {}, "ready"],
		["published though not ready", { ...DYING, ready: true }, "ready"],
		["terminating and serving", DRAINING, "terminating"],
		[
			"terminating, of an API server that says no more",
			{ terminating: true, ready: true },
			"ready",
		],
		["starting", STARTING, "none"],
		["terminating and not serving", DYING, "none"],
	])("one that is %s", (_, conditions, standing) => {
		const [found, name] = openOf([endpoint("a", conditions)]);
		expect(name === undefined ? "none" : found).toBe(standing);
	});

	test("a single ready one takes all, though others still serve", () => {
		const all = [
			endpoint("a", DRAINING),
			endpoint("b", READY),
			endpoint("c", DYING),
		];
		expect(openOf(all)).toEqual(["ready", "b"]);
	});

	test("DNS has no terminating ones", () => {
		expect(openOf([endpoint("a", DRAINING)], "none")).toEqual(["ready"]);
	});

	test("one of two address families comes once, addresses too", () => {
		const outside = { addresses: ["192.0.2.1"] };
		const slices = [
			endpointSlice("x", [endpoint("a"), outside]),
			endpointSlice("x", [endpoint("a"), outside]),
		];
		const { endpoints } = openEndpoints(slices, "terminating");
		expect(endpoints).toEqual([
			{ pod: "a", address: "10.0.0.1", ports: [50051] },
			{ pod: undefined, address: "192.0.2.1", ports: [50051] },
		]);
	});

	test("one in slices of different ports, as mirrored Endpoints have them, leads to all of them", () => {
		const slices = [
			endpointSlice("x", [endpoint("a")]),
			endpointSlice("x", [endpoint("a"), endpoint("b")], [{ port: 9090 }]),
		];
		const { endpoints } = openEndpoints(slices, "terminating");
		expect(endpoints.map(({ pod, ports }) => [pod, ports])).toEqual([
			["a", [50051, 9090]],
			["b", [9090]],
		]);
	});

	test("are no names", () => {
		const names = {
			...endpointSlice("x", [endpoint("a")]),
			addressType: "FQDN",
		};
		expect(openEndpoints([names], "terminating").endpoints).toEqual([]);
	});

	test("are ready ones alone, or none is ready", () => {
		const flag = fc.option(fc.boolean(), { nil: undefined });
		const conditions = fc
			.record({ ready: flag, serving: flag, terminating: flag })
			.map((each): Conditions => JSON.parse(JSON.stringify(each)));
		fc.assert(
			fc.property(fc.array(conditions), (all) => {
				const [standing, ...names] = openOf(
					all.map((each, at) => endpoint(String(at), each)),
				);
				const chosen = names.map((name) => all[Number(name)] ?? {});
				const anyReady = all.some(({ ready }) => ready ?? true);
				expect(standing).toBe(anyReady ? "ready" : "terminating");
				for (const { ready, serving, terminating } of chosen)
					expect(anyReady ? (ready ?? true) : serving && terminating).toBe(
						true,
					);
			}),
		);
	});
});
