import { expect, test } from "vitest";
import type { PluginError } from "../../../../src/errors.ts";
import type { PodQuery, PodTarget } from "../../../../src/kubernetes/target.ts";
import { resolvePods } from "../../../../src/kubernetes/targets/resolve-pods.ts";
import { errorOf } from "../../plugin-error.ts";
import { type FakeObject, fakeApi } from "./fake-api.ts";
import { owner, pod, port, replica, server, service } from "./objects.ts";

const { signal } = new AbortController();
const shop = { namespace: "shop", scope: "namespace", targets: [] } as const;

const brief = ({ origin, pod, port }: PodTarget): string =>
	`${origin} ${pod.name} ${port.kind === "chosen" ? `${port.port} ${port.reason}` : "none"}`;

function refusal(
	objects: readonly FakeObject[],
	changes: Partial<PodQuery> = {},
): Promise<PluginError> {
	const query: PodQuery = {
		namespace: "shop",
		scope: "namespace",
		targets: [],
		...changes,
	};
	return errorOf(resolvePods(fakeApi(objects), query, { signal }));
}

const listening = (...ports: ReturnType<typeof port>[]) => ({
	spec: { containers: [server({ ports })] },
});
const probed = {
	spec: {
		containers: [
			server({ ports: [], livenessProbe: { grpc: { port: 7000 } } }),
		],
	},
};

const town = [
	replica("named", "a"),
	replica("named", "b"),
	pod("db-0", { owner: owner("StatefulSet", "db"), ...probed }),
	pod("lone", listening(port(50051))),
	replica("served", "a", listening(port(8080), port(9000))),
	service("served", {
		ports: [{ port: 80, targetPort: 9000, appProtocol: "grpc" }],
	}),
	replica("web", "a", listening(port(8080, "http"))),
	replica("only", "a", listening(port(8080))),
	pod("done", { ...probed, status: { phase: "Succeeded" } }),
	pod("evicted", { ...probed, status: { phase: "Failed" } }),
];

test("finds what shows evidence of gRPC, under the workload that owns it, for two lists", async () => {
	const api = fakeApi(town);
	expect((await resolvePods(api, shop, { signal })).map(brief)).toEqual([
		"deploy/named named-5d4f8b-a 50051 port named grpc",
		"deploy/named named-5d4f8b-b 50051 port named grpc",
		"deploy/served served-5d4f8b-a 9000 appProtocol grpc of Service served",
		"pod/lone lone 50051 well-known gRPC port 50051",
		"sts/db db-0 7000 grpc liveness probe",
	]);
	expect(api.requests).toEqual([
		"list /api/v1/namespaces/shop/pods?fieldSelector=status.phase!=Succeeded,status.phase!=Failed",
		"list /api/v1/namespaces/shop/services",
	]);
});

test("looks in every namespace with -A", async () => {
	const api = fakeApi([...town, pod("far", { namespace: "other" })]);
	const targets = await resolvePods(
		api,
		{ ...shop, scope: "all-namespaces" },
		{ signal },
	);
	expect(targets[0]?.pod.namespace).toBe("other");
	expect(api.requests.map((request) => request.split("?")[0])).toEqual([
		"list /api/v1/pods",
		"list /api/v1/services",
	]);
});

test("--field-selector narrows what is discovered", async () => {
	const query: PodQuery = {
		namespace: "shop",
		scope: "namespace",
		targets: [],
		fieldSelector: "metadata.name=lone",
	};
	expect(
		(await resolvePods(fakeApi(town), query, { signal })).map(
			({ pod }) => pod.name,
		),
	).toEqual(["lone"]);
});

test("--port finds the pods that declare it", async () => {
	const query: PodQuery = {
		namespace: "shop",
		scope: "namespace",
		targets: [],
		port: "8080",
	};
	expect(
		(await resolvePods(fakeApi(town), query, { signal })).map(
			({ origin }) => origin,
		),
	).toEqual(["deploy/only", "deploy/served", "deploy/web"]);
});

test("nothing evident: says what was looked for and what could be named", async () => {
	const error = await refusal([
		replica("web", "a", listening(port(8080, "http"))),
		pod("x", listening()),
	]);
	expect(error).toMatchObject({
		code: "target",
		facts: { pods: 2 },
		hint: ["to check one all the same, name it: deploy/web and pod/x"],
	});
	expect(error.message).toMatch(
		/of 2 pods none has a grpc probe, a Service with appProtocol.*, a port named grpc, or port 50051/,
	);
});

test("a --port that no pod declares is named in the error", async () => {
	expect((await refusal(town, { port: "1234" })).message).toContain(
		"none has the port 1234 of --port",
	);
});

test("a namespace without pods has no gRPC workload, and another may be looked in", async () => {
	const error = await refusal([], { namespace: "default" });
	expect(error.message).toBe(
		"no running pods in namespace default, so no gRPC workload either",
	);
	expect(error.hint).toEqual([
		"-n NAMESPACE looks in another namespace, -A in all",
	]);
});

test("no pods at all, with -A: there is nowhere else to look", async () => {
	const error = await refusal([], { scope: "all-namespaces" });
	expect(error.message).toContain("no running pods in any namespace");
	expect(error.hint).toEqual([]);
});

test("--field-selector matches none of the pods", async () => {
	const error = await refusal([], { fieldSelector: "spec.nodeName=x" });
	expect(error.message).toMatch(
		/^no running pods in namespace \S+ match field selector spec.nodeName=x$/,
	);
	expect(error.hint).toEqual([
		"--field-selector narrows the pods of a target; leave it out to see all of them",
	]);
});
