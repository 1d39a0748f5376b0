import { setImmediate as tick } from "node:timers/promises";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import type { PodQuery, PodTarget } from "../../../../src/kubernetes/target.ts";
import { watchPodsAndSlices } from "../../../../src/kubernetes/targets/watch-pods.ts";
import { type FakeApi, fakeApi } from "./fake-api.ts";
import { endpointSlice, pod, service } from "./objects.ts";

const QUERY: PodQuery = {
	targets: [
		{
			kind: "workload",
			resource: "services",
			group: undefined,
			name: "manual",
		},
	],
	namespace: "shop",
	scope: "namespace",
};

const SERVICE = service("manual", { selector: {}, ports: [{ port: 80 }] });

/** Returns the Service's only EndpointSlice, with these pods at one port. */
function slice(pods: readonly string[], port = 50051) {
	const endpoints = pods.map((name) => ({
		addresses: ["10.0.0.1"],
		targetRef: { kind: "Pod", name },
	}));
	return endpointSlice("manual", endpoints, [{ port }]);
}

const placeOf = ({ pod, port }: PodTarget) =>
	`${pod.name}:${port.kind === "chosen" ? port.port : "none"}`;

/** Follows the Service. Returns the events, `appeared x:50051`, `slices` or `synced`, and the pods that it has after them. */
function follow(api: FakeApi, signal: AbortSignal) {
	const told: string[] = [];
	const places = new Map<string, string>();
	const following = async () => {
		const events = watchPodsAndSlices(api, QUERY, { signal });
		for await (const event of events) {
			if (!("target" in event)) {
				told.push(event.type);
				continue;
			}
			const place = placeOf(event.target);
			told.push(`${event.type} ${place}`);
			if (event.type === "gone") places.delete(event.target.pod.name);
			else places.set(event.target.pod.name, place);
		}
	};
	return { told, places, ended: following() };
}

async function settle(): Promise<void> {
	for (let turn = 0; turn < 10; turn++) await tick();
}

test("pods are there before the slices that name them, and until those that do not", async () => {
	const ending = new AbortController();
	onTestFinished(() => ending.abort());
	const api = fakeApi([SERVICE, pod("x"), pod("y"), slice(["x"])]);
	const { told } = follow(api, ending.signal);
	await expect.poll(() => told.at(-1)).toBe("synced");
	const before = told.length;
	api.apply(slice(["y"]));
	await expect
		.poll(() => told.slice(before))
		.toEqual(["appeared y:50051", "slices", "gone x:50051"]);
});

const anyName = fc.constantFrom("x", "y", "z");
const anyStep = fc.oneof(
	fc.record({ kind: fc.constantFrom("come", "go"), name: anyName } as const),
	fc.record({
		kind: fc.constant("name"),
		names: fc.uniqueArray(anyName),
		port: fc.constantFrom(50051, 50052),
	} as const),
	fc.constant({ kind: "interrupt" } as const),
	fc.constant({ kind: "wait" } as const),
);

test("in whatever order pods and slices change, the pods are those that are there and named, at the slice's port", async () => {
	const walk = fc.array(anyStep, { maxLength: 20, size: "max" });
	await fc.assert(
		fc.asyncProperty(walk, async (steps) => {
			const ending = new AbortController();
			const api = fakeApi([SERVICE, pod("x"), slice(["x"])]);
			const { places, ended } = follow(api, ending.signal);
			const there = new Set(["x"]);
			let named = { names: ["x"], port: 50051 };
			await settle();
			for (const step of steps)
				switch (step.kind) {
					case "come":
						api.apply(pod(step.name));
						there.add(step.name);
						break;
					case "go":
						api.remove(pod(step.name));
						there.delete(step.name);
						break;
					case "name":
						api.apply(slice(step.names, step.port));
						named = step;
						break;
					case "interrupt":
						api.interrupt(new Error("boom"));
						break;
					case "wait":
						await tick();
				}
			api.heal({ labelSelector: "kubernetes.io/service-name=manual" });
			await settle();
			const { names, port } = named;
			expect([...places.values()].toSorted()).toEqual(
				names
					.filter((name) => there.has(name))
					.map((name) => `${name}:${port}`)
					.toSorted(),
			);
			ending.abort();
			await ended;
		}),
	);
});
