import { describe, expect, test } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import {
	findPods,
	resolvePods,
} from "../../../../src/kubernetes/targets/resolve-pods.ts";
import { fakeApi } from "./fake-api.ts";
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
import {
	brief,
	PODS,
	refusal,
	resolve,
	SERVICES,
	signal,
	userService,
} from "./resolving.ts";

describe("a workload's pods", () => {
	test("cost one get and one list, and come sorted", async () => {
		const api = fakeApi(userService);
		const targets = await resolve([], query(["deploy/user-service"]), api);
		expect(targets.map(brief)).toEqual([
			"deploy/user-service user-service-5d4f8b-a 50051",
			"deploy/user-service user-service-5d4f8b-b 50051",
		]);
		expect(api.requests).toEqual([
			"get /apis/apps/v1/namespaces/shop/deployments/user-service",
			`list ${PODS}?labelSelector=app=user-service`,
		]);
	});

	test.each([
		["sts/db", workload("StatefulSet", "db"), "StatefulSet"],
		["ds/db", workload("DaemonSet", "db"), "DaemonSet"],
		["rs/db", workload("ReplicaSet", "db"), "ReplicaSet"],
		[
			"rc/db",
			workload(
				"ReplicationController",
				"db",
				{ selector: { app: "db" } },
				"v1",
			),
			"ReplicationController",
		],
		["job/db", workload("Job", "db", {}, "batch/v1"), "Job"],
		[
			"rollout/db",
			workload("Rollout", "db", {}, "argoproj.io/v1alpha1"),
			"Rollout",
		],
	])("%s", async (word, object, kind) => {
		const own = pod("db-0", {
			labels: { app: "db" },
			owner: owner(kind, "db"),
		});
		const targets = await resolve([object, own], query([word]));
		expect(targets.map(brief)).toEqual([`${word} db-0 50051`]);
	});

	test.each([
		["app=db", "canary"],
		["app=db,rollouts-pod-template-hash=5d4f8b", "blue-green, first active"],
		["rollouts-pod-template-hash=5d4f8b,app=db", "blue-green, any order"],
	])(
		"of a Rollout with a workloadRef, whose selector is in its status: %s (%s)",
		async (selector) => {
			const rollout = {
				...workload("Rollout", "db", {}, "argoproj.io/v1alpha1"),
				spec: { workloadRef: { kind: "Deployment", name: "db" } },
				status: { selector },
			};
			const replicaOf = (hash: string) =>
				pod(`db-${hash}-x`, {
					labels: { app: "db", "rollouts-pod-template-hash": hash },
					owner: owner("ReplicaSet", `db-${hash}`),
				});
			const objects = [rollout, replicaOf("5d4f8b"), replicaOf("77c9d4")];
			const targets = await resolve(objects, query(["rollout/db"]));
			expect(targets.map(brief)).toEqual([
				"rollout/db db-5d4f8b-x 50051",
				"rollout/db db-77c9d4-x 50051",
			]);
		},
	);

	test("are told to be so many before they are listed", async () => {
		const spec = { replicas: 3, selector: { matchLabels: { app: "db" } } };
		const own = pod("db-0", {
			labels: { app: "db" },
			owner: owner("StatefulSet", "db"),
		});
		const api = fakeApi([workload("StatefulSet", "db", spec), own]);
		const told: string[] = [];
		await findPods(api, query(["sts/db"]), {
			signal,
			onExpected: (pods) => told.push(`${pods}`, ...api.requests),
		});
		expect(told).toEqual([
			"3",
			"get /apis/apps/v1/namespaces/shop/statefulsets/db",
		]);
	});

	test("matchExpressions are honoured", async () => {
		const selector = {
			matchExpressions: [
				{ key: "app", operator: "In", values: ["a", "b"] },
				{ key: "canary", operator: "DoesNotExist" },
			],
		};
		const objects = [
			workload("Deployment", "x", { selector }),
			pod("one", { labels: { app: "a" } }),
			pod("two", { labels: { app: "b", canary: "yes" } }),
			pod("three", { labels: { app: "c" } }),
		];
		expect((await resolve(objects, query(["deploy/x"]))).map(brief)).toEqual([
			"deploy/x one 50051",
		]);
	});

	test("pods of other workloads with an overlapping selector are left out; orphans are not", async () => {
		const labels = { app: "user-service" };
		const objects = [
			...userService,
			replica("canary", "c", { labels }),
			pod("cache-0", { labels, owner: owner("StatefulSet", "cache") }),
			pod("by-hand", { labels }),
			workload("StatefulSet", "cache", { selector: { matchLabels: labels } }),
		];
		expect(
			(await resolve(objects, query(["deploy/user-service"]))).map(
				({ pod }) => pod.name,
			),
		).toEqual(["by-hand", "user-service-5d4f8b-a", "user-service-5d4f8b-b"]);
		expect(
			(await resolve(objects, query(["sts/cache"]))).map(({ pod }) => pod.name),
		).toEqual(["by-hand", "cache-0"]);
	});

	test("--field-selector narrows them", async () => {
		const objects = [
			...userService,
			replica("user-service", "c", { spec: { nodeName: "node-2" } }),
		];
		const narrowed = query(["deploy/user-service"], {
			fieldSelector: "spec.nodeName=node-2",
		});
		expect(
			(await resolve(objects, narrowed)).map(({ pod }) => pod.name),
		).toEqual(["user-service-5d4f8b-c"]);
	});
});

describe("several targets", () => {
	test("a pod that two of them mean comes once, as the first's", async () => {
		const objects = [...userService, service("user-service"), pod("lone")];
		const targets = await resolve(
			objects,
			query(["svc/user-service", "deploy/user-service", "lone"]),
		);
		expect(targets.map(brief)).toEqual([
			"pod/lone lone 50051",
			"svc/user-service user-service-5d4f8b-a 50051",
			"svc/user-service user-service-5d4f8b-b 50051",
		]);
	});

	test("of those in trouble every one is told, once", async () => {
		const asked = ["deploy/nope", "svc/neither", "deploy/nope", "pod/nor-this"];
		const error = await refusal([...userService, NAMESPACE], query(asked));
		expect(error.code).toBe("not-found");
		expect(error.message).toBe(
			'deployments.apps "nope" not found in namespace shop; services "neither" not found in namespace shop; pods "nor-this" not found in namespace shop',
		);
	});

	test("one that does not exist hides the pods of no other", async () => {
		const asked = query(["deploy/nope", "deploy/user-service"]);
		const api = fakeApi(userService);
		const { targets, lacking } = await findPods(api, asked, { signal });
		expect(targets.map(brief)).toEqual([
			"deploy/user-service user-service-5d4f8b-a 50051",
			"deploy/user-service user-service-5d4f8b-b 50051",
		]);
		expect(lacking).toMatchObject([
			{ origin: "deploy/nope", error: { code: "not-found" } },
		]);
	});

	test("those without pods are told in the order in which they were named", async () => {
		const idle = workload("Deployment", "idle", { replicas: 0 });
		const asked = query(["deploy/idle", "deploy/nope", "deploy/idle"]);
		const { lacking } = await findPods(fakeApi([idle]), asked, { signal });
		expect(lacking.map(({ origin }) => origin)).toEqual([
			"deploy/idle",
			"deploy/nope",
		]);
	});

	test("one that has fewer pods than it is to have is told of, and is no error where some will do", async () => {
		const ordinal = (number: number) =>
			pod(`db-${number}`, {
				labels: { app: "db" },
				owner: owner("StatefulSet", "db"),
			});
		const objects = [
			workload("StatefulSet", "db", { replicas: 3 }),
			ordinal(0),
			terminating(ordinal(1)),
		];
		const asked = query(["sts/db"]);
		const { lacking } = await findPods(fakeApi(objects), asked, { signal });
		expect(lacking).toMatchObject([
			{
				origin: "sts/db",
				pods: 1,
				error: {
					message: "sts/db has 1 of the 3 pods that it should have",
					hint: [
						expect.stringContaining("once those before it are Ready"),
						"its events say why: kubectl describe sts/db -n shop",
					],
				},
			},
		]);
		expect(await resolve(objects, asked)).toHaveLength(2);
		const one = query(["sts/db"], { fieldSelector: "metadata.name=db-0" });
		const narrowed = await findPods(fakeApi(objects), one, { signal });
		expect(narrowed.targets).toHaveLength(1);
		expect(narrowed.lacking).toEqual([]);
	});

	test("the only pod that one is to have is one pod", async () => {
		const objects = [
			workload("Deployment", "web", { replicas: 1 }),
			terminating(replica("web", "a")),
		];
		const asked = query(["deploy/web"]);
		const { lacking } = await findPods(fakeApi(objects), asked, { signal });
		expect(lacking[0]?.error.message).toBe(
			"deploy/web has 0 of the 1 pod that it should have",
		);
	});

	test("one that has more than it is to have, as in a rollout, lacks none", async () => {
		const objects = [
			workload("Deployment", "user-service", { replicas: 1 }),
			...userService.slice(1),
		];
		const asked = query(["deploy/user-service"]);
		const { lacking } = await findPods(fakeApi(objects), asked, { signal });
		expect(lacking).toEqual([]);
	});

	test("one that may not be read hides the pods of no other, and a server that is gone does", async () => {
		const asked = query(["svc/secret", "deploy/user-service"]);
		const found = (error: PluginError) =>
			findPods(fakeApi(userService, { [`${SERVICES}/secret`]: error }), asked, {
				signal,
			});
		const forbidden = new PluginError("forbidden", "no");
		const { targets, lacking } = await found(forbidden);
		expect(targets).toHaveLength(2);
		expect(lacking).toEqual([
			{ origin: "svc/secret", namespace: "shop", error: forbidden },
		]);
		const gone = new PluginError("api-unreachable", "gone");
		await expect(found(gone)).rejects.toBe(gone);
	});

	test("each has its own port", async () => {
		const both = server({ ports: [port(1, "one"), port(2, "two")] });
		const objects = [
			pod("a", { spec: { containers: [both] } }),
			pod("b", { spec: { containers: [both] } }),
		];
		const targets = await resolve(objects, query(["pod/a:one", "pod/b:two"]));
		expect(targets.map(brief)).toEqual(["pod/a a 1", "pod/b b 2"]);
	});
});

describe("pods by name", () => {
	test("one costs one list", async () => {
		const api = fakeApi(userService);
		expect(
			(await resolve([], query(["user-service-5d4f8b-a"]), api)).map(brief),
		).toEqual(["pod/user-service-5d4f8b-a user-service-5d4f8b-a 50051"]);
		expect(api.requests).toEqual([
			`list ${PODS}?fieldSelector=metadata.name=user-service-5d4f8b-a`,
		]);
	});

	test("many cost one list too", async () => {
		const api = fakeApi(userService);
		expect(
			await resolve(
				[],
				query(["user-service-5d4f8b-a", "user-service-5d4f8b-b"]),
				api,
			),
		).toHaveLength(2);
		expect(api.requests).toEqual([`list ${PODS}`]);
	});

	test("a workload's name by mistake is told apart", async () => {
		const error = await refusal(userService, query(["user-service"]));
		expect(error.message).toBe(
			'pods "user-service" not found in namespace shop',
		);
		expect(error.hint).toEqual(["did you mean deploy/user-service?"]);
	});

	test("a number may be a port, as it stands behind a target of kubectl port-forward", async () => {
		const error = await refusal(userService, query(["50051"]));
		expect(error.hint[0]).toBe("for a port: --port=50051");
	});

	test("the word help may be meant as the flag", async () => {
		const error = await refusal(userService, query(["help"]));
		expect(error.hint[0]).toBe("for help: --help");
	});

	test.each(["localhost", "127.0.0.1", "grpc.example.com"])(
		"%s may be an address without its port",
		async (name) => {
			const error = await refusal(userService, query([name]));
			expect(error.hint[0]).toBe(`an address has a port: ${name}:PORT`);
		},
	);

	test("a slip in the name is told", async () => {
		expect(
			(
				await refusal(
					[pod("cache-0"), pod("cache-1"), pod("web-0")],
					query(["cache0"]),
				)
			).hint[0],
		).toBe("did you mean pod/cache-0 or pod/cache-1?");
	});

	test("one that --field-selector leaves out is there all the same", async () => {
		const names = ["user-service-5d4f8b-a", "user-service-5d4f8b-b"];
		for (const targets of [names.slice(0, 1), names]) {
			const fieldSelector = "spec.nodeName=elsewhere";
			const error = await refusal(
				userService,
				query(targets, { fieldSelector }),
			);
			expect(error).toMatchObject({
				code: "target",
				message: targets
					.map(
						(name) =>
							`pod/${name} does not match field selector spec.nodeName=elsewhere`,
					)
					.join("; "),
				hint: [
					"--field-selector narrows the pods of a target; leave it out to see all of them",
				],
			});
		}
	});

	test("that are all missing cost no list each", async () => {
		const api = fakeApi(userService);
		const { lacking } = await findPods(api, query(["x", "y", "z"]), {
			signal,
		});
		expect(lacking.map(({ error }) => error.message)).toEqual([
			'pods "x" not found in namespace shop',
			'pods "y" not found in namespace shop',
			'pods "z" not found in namespace shop',
		]);
		expect(api.requests).toEqual([`list ${PODS}`]);
	});

	test("one missing of two is an error", async () => {
		expect(
			(await refusal(userService, query(["user-service-5d4f8b-a", "gone-x"])))
				.code,
		).toBe("not-found");
	});
});

describe("-l", () => {
	test("is one list, in one namespace or in all", async () => {
		const api = fakeApi([
			...userService,
			pod("far", { namespace: "other", labels: { app: "user-service" } }),
		]);
		const here = await resolve(
			[],
			query([], { selector: "app=user-service" }),
			api,
		);
		expect(here.map(brief)).toEqual([
			"app=user-service user-service-5d4f8b-a 50051",
			"app=user-service user-service-5d4f8b-b 50051",
		]);
		const everywhere = await resolve(
			[],
			query([], { selector: "app=user-service", scope: "all-namespaces" }),
			api,
		);
		expect(everywhere.map(({ pod }) => pod.namespace)).toEqual([
			"other",
			"shop",
			"shop",
		]);
		expect(api.requests).toEqual([
			`list ${PODS}?labelSelector=app=user-service`,
			"list /api/v1/pods?labelSelector=app=user-service",
		]);
	});

	test("that selects nothing is an error", async () => {
		const error = await refusal(
			[...userService, NAMESPACE],
			query([], { selector: "app=nope", fieldSelector: "spec.nodeName=n" }),
		);
		expect(error).toMatchObject({
			code: "target",
			message:
				"no pod in namespace shop matches selector app=nope and field selector spec.nodeName=n",
		});
	});

	test("that the API server cannot read is bad input", async () => {
		const refused = new PluginError("api-error", "400 Bad Request", {
			facts: { status: 400 },
		});
		const error = await refusal(
			[],
			query([], { selector: "app in (" }),
			fakeApi([], { [PODS]: refused }),
		);
		expect(error).toMatchObject({
			code: "bad-input",
			message: "400 Bad Request",
		});
		expect(error.hint[0]).toBe('it was asked for -l "app in ("');
	});

	test("does not take the blame for another trouble", async () => {
		const refused = new PluginError("api-error", "500", {
			facts: { status: 500 },
		});
		expect(
			await refusal(
				[],
				query([], { selector: "app" }),
				fakeApi([], { [PODS]: refused }),
			),
		).toBe(refused);
	});
});

test("an aborted signal ends the search with its reason", async () => {
	const aborted = AbortSignal.abort(
		new PluginError("cancelled", "interrupted"),
	);
	await expect(
		resolvePods(fakeApi(userService), query(["deploy/user-service"]), {
			signal: aborted,
		}),
	).rejects.toThrow("interrupted");
});

describe("a user who may get pods and not list them", () => {
	const forbidden = new PluginError("forbidden", "no list");
	const objects = ["a", "b"].map((name) => pod(name));
	/** Refuses the list, and a get of these pods. */
	const guarded = (...names: readonly string[]) =>
		fakeApi(objects, {
			[`list ${PODS}`]: forbidden,
			...Object.fromEntries(
				names.map((name) => [
					`get ${PODS}/${name}`,
					new PluginError("forbidden", "no get"),
				]),
			),
		});

	test("names pods, and each is read by its name", async () => {
		const api = guarded();
		const targets = await resolve([], query(["a", "pod/b"]), api);
		expect(targets.map(brief)).toEqual(["pod/a a 50051", "pod/b b 50051"]);
		expect(api.requests).toEqual([
			`list ${PODS}`,
			`get ${PODS}/a`,
			`get ${PODS}/b`,
		]);
	});

	test("is told of a pod that does not exist", async () => {
		const error = await refusal([], query(["c"]), guarded());
		expect(error).toMatchObject({
			code: "not-found",
			message: expect.stringContaining('"c" not found'),
		});
	});

	test("is told of the list where a get is refused as well", async () => {
		expect(await refusal([], query(["a", "b"]), guarded("b"))).toBe(forbidden);
	});

	test.each([
		["a workload", query(["deploy/user-service"])],
		[
			"a pod and a field selector",
			{ ...query(["a"]), fieldSelector: "spec.nodeName=n" },
		],
	])("needs to list them for %s", async (_, asked) => {
		const api = fakeApi([...objects, ...userService], {
			[`list ${PODS}`]: forbidden,
		});
		expect(await refusal([], asked, api)).toBe(forbidden);
		expect(api.requests).not.toContain(`get ${PODS}/a`);
	});
});
