import { describe, expect, onTestFinished, test, vi } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import type { RequestOptions } from "../../../../src/kubernetes/api.ts";
import { type FakeApi, fakeApi } from "./fake-api.ts";
import { NAMESPACE, replica, workload } from "./objects.ts";
import { query } from "./query.ts";
import { refusal, userService } from "./resolving.ts";

describe("a workload without pods", () => {
	const emptied = (spec: object) => [
		workload("Deployment", "user-service", spec),
	];

	test("that wants none", async () => {
		const error = await refusal(
			emptied({ replicas: 0 }),
			query(["deploy/user-service"]),
		);
		expect(error).toMatchObject({
			code: "target",
			message:
				"deploy/user-service has no pods: it is scaled to 0 replicas (selector app=user-service)",
			facts: { selector: "app=user-service", replicas: 0 },
			hint: ["kubectl scale deploy/user-service -n shop --replicas=1"],
		});
	});

	test("that wants some", async () => {
		const error = await refusal(
			emptied({ replicas: 3 }),
			query(["deploy/user-service"]),
		);
		expect(error.message).toBe(
			"deploy/user-service has no pods: selector app=user-service matches none in namespace shop, though it wants 3 replicas",
		);
		expect(error.hint).toEqual([
			"the events of its ReplicaSets say why: kubectl describe rs -n shop -l app=user-service",
		]);
	});

	test("whose selector another workload's pods match", async () => {
		const objects = [
			...emptied({ replicas: 1 }),
			replica("other", "a", { labels: { app: "user-service" } }),
		];
		const error = await refusal(objects, query(["deploy/user-service"]));
		expect(error.message).toBe(
			"deploy/user-service has no pods: those that match its selector app=user-service belong to deploy/other",
		);
	});

	test("because --field-selector leaves none", async () => {
		const fieldSelector = "spec.nodeName=elsewhere";
		const error = await refusal(
			userService,
			query(["deploy/user-service"], { fieldSelector }),
		);
		expect(error.message).toContain(
			"selector app=user-service and field selector spec.nodeName=elsewhere matches none",
		);
		expect(error.hint).toEqual([
			"--field-selector narrows the pods of a target; leave it out to see all of them",
		]);
	});

	test("without any selector", async () => {
		expect(
			(
				await refusal(
					[workload("Deployment", "x", { selector: {} })],
					query(["deploy/x"]),
				)
			).message,
		).toContain("has no selector");
	});
});

describe("a name that is not there", () => {
	test("comes with near names, for one more list", async () => {
		const api = fakeApi(userService);
		const error = await refusal([], query(["deploy/user-servise"]), api);
		expect(error).toMatchObject({
			code: "not-found",
			message: 'deployments.apps "user-servise" not found in namespace shop',
			hint: ["did you mean deploy/user-service?"],
		});
		expect(api.requests).toHaveLength(2);
	});

	test("comes with what there is when nothing is near", async () => {
		expect((await refusal(userService, query(["deploy/zzz"]))).hint).toEqual([
			"namespace shop has deploy/user-service",
		]);
	});

	test("says that there is none at all", async () => {
		expect((await refusal([NAMESPACE], query(["sts/db"]))).hint).toEqual([
			"namespace shop has no statefulsets",
		]);
	});

	test.each([
		["shopp", "did you mean -n shop?"],
		["elsewhere", "kubectl get namespaces shows which there are"],
	])(
		"says that there is no namespace %s before all else, once",
		async (namespace, hint) => {
			const queries = [
				query(["sts/db"], { namespace }),
				query(["db-0"], { namespace }),
				query(["deploy/a", "db-0", "svc/b"], { namespace }),
				query([], { namespace }),
				query([], { namespace, selector: "app=x" }),
			];
			for (const asked of queries)
				expect(await refusal([...userService, NAMESPACE], asked)).toMatchObject(
					{
						code: "not-found",
						message: `namespaces "${namespace}" not found`,
						hint: [hint],
					},
				);
		},
	);

	const NAMESPACES = "/api/v1/namespaces";

	test("asks whether a namespace is there, and not for all of them", async () => {
		const api = fakeApi([NAMESPACE]);
		const { message } = await refusal(
			[],
			query([], { selector: "app=x" }),
			api,
		);
		expect(message).toBe("no pod in namespace shop matches selector app=x");
		expect(api.requests.slice(1)).toEqual([`get ${NAMESPACES}/shop`]);
	});

	test("says that there is no namespace where namespaces may not be listed", async () => {
		const forbidden = new PluginError("forbidden", "no");
		const api = fakeApi([], { [NAMESPACES]: forbidden });
		const asked = query([], { selector: "app=x" });
		expect(await refusal([], asked, api)).toMatchObject({
			message: 'namespaces "shop" not found',
			hint: [],
		});
	});

	test("says nothing of a namespace that may not be read", async () => {
		const forbidden = new PluginError("forbidden", "no");
		const api = fakeApi([], { [`${NAMESPACES}/shop`]: forbidden });
		const { message } = await refusal(
			[],
			query([], { selector: "app=x" }),
			api,
		);
		expect(message).toBe("no pod in namespace shop matches selector app=x");
		expect(api.requests.slice(1)).toEqual([`get ${NAMESPACES}/shop`]);
	});

	test("waits for no hint from an API server that does not give it", async () => {
		vi.useFakeTimers();
		onTestFinished(() => void vi.useRealTimers());
		const api = fakeApi([]);
		const silent = {
			...api,
			get: async (_path: string, _read: unknown, options?: RequestOptions) => {
				const { signal } = options ?? {};
				void vi.advanceTimersByTimeAsync(2_000);
				await new Promise((resolve) =>
					signal?.addEventListener("abort", resolve),
				);
				throw new PluginError("cancelled", "interrupted");
			},
		} as FakeApi;
		const { code } = await refusal(
			[],
			query([], { selector: "app=x" }),
			silent,
		);
		expect(code).toBe("target");
	});

	test("says how to look elsewhere when nobody chose the namespace", async () => {
		const error = await refusal(
			[],
			query(["deploy/x"], { namespace: "default" }),
		);
		expect(error.hint.at(-1)).toContain("kubectl get deployments -A");
	});

	test("of a kind that the cluster does not have", async () => {
		const path = "/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts";
		const api = fakeApi([], { [path]: new PluginError("not-found", "no") });
		const error = await refusal([], query(["rollout/x"]), api);
		expect(error).toMatchObject({
			code: "target",
			message: "this cluster has no rollouts.argoproj.io",
		});
	});

	test("is told even when near names may not be listed", async () => {
		const forbidden = new PluginError("forbidden", "no");
		const api = fakeApi([], {
			"/apis/apps/v1/namespaces/shop/deployments": forbidden,
		});
		expect((await refusal([], query(["deploy/x"]), api)).code).toBe(
			"not-found",
		);
	});

	test("is not taken for another refusal", async () => {
		const forbidden = new PluginError("forbidden", "no");
		const api = fakeApi([], {
			"/apis/apps/v1/namespaces/shop/deployments/x": forbidden,
		});
		expect(await refusal([], query(["deploy/x"]), api)).toBe(forbidden);
	});
});
