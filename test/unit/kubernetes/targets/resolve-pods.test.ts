import { describe, expect, test } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import type { PodQuery, PodTarget } from "../../../../src/kubernetes/target.ts";
import {
	findPods,
	resolvePods,
} from "../../../../src/kubernetes/targets/resolve-pods.ts";
import { type FakeObject, fakeApi } from "./fake-api.ts";
import {
	endpointSlice,
	owner,
	pod,
	port,
	replica,
	server,
	service,
	workload,
} from "./objects.ts";
import { query } from "./query.ts";

const PODS = "/api/v1/namespaces/shop/pods";
const SERVICES = "/api/v1/namespaces/shop/services";

const { signal } = new AbortController();
const resolve = (
	objects: readonly FakeObject[],
	asked: PodQuery,
	api = fakeApi(objects),
) => resolvePods(api, asked, { signal });

/** `deploy/user-service user-service-5d4f8b-a 50051`. */
const brief = ({ origin, pod, port }: PodTarget): string =>
	`${origin} ${pod.name} ${port.kind === "chosen" ? port.port : "none"}`;

async function refusal(
	objects: readonly FakeObject[],
	asked: PodQuery,
	api = fakeApi(objects),
): Promise<PluginError> {
	const outcome = await resolvePods(api, asked, { signal }).catch(
		(caught: unknown) => caught,
	);
	if (outcome instanceof PluginError) return outcome;
	throw new Error(`no PluginError: ${String(outcome)}`);
}

const userService = [
	workload("Deployment", "user-service", { replicas: 2 }),
	replica("user-service", "b"),
	replica("user-service", "a"),
];

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

	test("of those in trouble the first is reported", async () => {
		const error = await refusal(
			userService,
			query(["deploy/nope", "svc/neither"]),
		);
		expect(error.message).toBe(
			'deployments.apps "nope" not found in namespace shop',
		);
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
				message:
					"pod/user-service-5d4f8b-a does not match field selector spec.nodeName=elsewhere",
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
		expect(error.message).toBe('pods "a" not found in namespace shop');
	});

	test("with addresses alone are refused, naming them", async () => {
		const error = await refusal(
			[manual, endpointSlice("manual", [{ addresses: ["192.0.2.7"] }])],
			query(["svc/manual"]),
		);
		expect(error.message).toBe(
			"svc/manual has no selector, and its endpoints are addresses, not pods: 192.0.2.7",
		);
		expect(error.hint[0]).toContain("192.0.2.7:80");
	});

	test("without endpoints are refused", async () => {
		expect((await refusal([manual], query(["svc/manual"]))).message).toContain(
			"no EndpointSlice gives it endpoints",
		);
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
			userService,
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

describe("a workload without pods", () => {
	const emptied = (spec: object, kind = "Deployment") => [
		workload(kind, "user-service", spec),
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
			"its events say why none was made: kubectl describe deploy/user-service -n shop",
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
		expect((await refusal([], query(["sts/db"]))).hint).toEqual([
			"namespace shop has no statefulsets",
		]);
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

describe("ports", () => {
	const plain = replica("plain", "a", {
		spec: { containers: [server({ ports: [port(8080), port(9000)] })] },
	});
	const deployment = workload("Deployment", "plain");
	const told = service("plain", {
		ports: [{ port: 80, targetPort: 9000, appProtocol: "kubernetes.io/h2c" }],
	});

	test("Services are asked once, and only when pods alone do not tell", async () => {
		const api = fakeApi([
			deployment,
			plain,
			replica("plain", "b", { spec: plain.spec ?? {} }),
			told,
		]);
		const targets = await resolve([], query(["deploy/plain"]), api);
		expect(targets.map(({ port }) => port)).toMatchObject([
			{ port: 9000, evidence: "app-protocol" },
			{ port: 9000 },
		]);
		expect(
			api.requests.filter((request) => request.includes("services")),
		).toEqual([`list ${SERVICES}`]);
	});

	test("Services that may not be listed leave a note", async () => {
		const api = fakeApi([deployment, plain, told], {
			[SERVICES]: new PluginError("forbidden", "no"),
		});
		const [first] = await resolve([], query(["deploy/plain"]), api);
		expect(first?.port).toMatchObject({
			port: 8080,
			notes: expect.arrayContaining([
				{
					kind: "remark",
					text: expect.stringContaining("Services may not be listed"),
				},
			]),
		});
	});

	test("another error of that list is not swallowed", async () => {
		const broken = new PluginError("api-error", "boom");
		const api = fakeApi([deployment, plain], { [SERVICES]: broken });
		expect(await refusal([], query(["deploy/plain"]), api)).toBe(broken);
	});

	test("a name that one pod has is no error; the others have none", async () => {
		const objects = [
			...userService,
			replica("user-service", "c", {
				spec: { containers: [server({ ports: [] })] },
			}),
		];
		const targets = await resolve(
			objects,
			query(["deploy/user-service"], { port: "grpc" }),
		);
		expect(targets.map(({ port }) => port.kind)).toEqual([
			"chosen",
			"chosen",
			"none",
		]);
	});

	test("a name that no pod has is an error with the names there are", async () => {
		const error = await refusal(
			userService,
			query(["deploy/user-service"], { port: "grcp" }),
		);
		expect(error).toMatchObject({
			code: "port",
			message: "user-service-5d4f8b-a: no port named grcp",
			hint: ["ports of the pod: 50051 (grpc)"],
		});
	});

	test("a container that no pod has is an error with the containers there are", async () => {
		const error = await refusal(
			userService,
			query(["deploy/user-service"], { container: "web" }),
		);
		expect(error).toMatchObject({
			code: "target",
			message: "no pod has a container named web",
			hint: ["its containers: server"],
		});
	});

	test("no port at all is a row, not an error", async () => {
		const bare = pod("bare", { spec: { containers: [server({ ports: [] })] } });
		expect((await resolve([bare], query(["bare"]))).map(brief)).toEqual([
			"pod/bare bare none",
		]);
	});
});

test("an aborted signal ends it", async () => {
	const aborted = AbortSignal.abort(
		new PluginError("cancelled", "interrupted"),
	);
	await expect(
		resolvePods(fakeApi(userService), query(["deploy/user-service"]), {
			signal: aborted,
		}),
	).rejects.toThrow("interrupted");
});
