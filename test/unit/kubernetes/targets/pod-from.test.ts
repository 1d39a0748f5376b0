import { describe, expect, test } from "vitest";
import type { ContainerObject } from "../../../../src/kubernetes/objects/container.ts";
import { podObject } from "../../../../src/kubernetes/objects/pod-object.ts";
import type { ProbeObject } from "../../../../src/kubernetes/objects/probe.ts";
import type { Probe } from "../../../../src/kubernetes/pod.ts";
import { podFrom } from "../../../../src/kubernetes/targets/pod/pod-from.ts";
import { asRead } from "./fake-api.ts";
import { owner, pod, port, replica, server, status } from "./objects.ts";

test("a pod is reduced to its facts", () => {
	expect(podFrom(asRead(replica("user-service", "abcde"), podObject))).toEqual({
		namespace: "shop",
		name: "user-service-5d4f8b-abcde",
		uid: "uid-of-user-service-5d4f8b-abcde",
		node: "node-1",
		ip: "10.0.0.1",
		status: "Running",
		readyContainers: 1,
		totalContainers: 1,
		restarts: 0,
		phase: "Running",
		ready: "ready",
		unmetGates: [],
		terminating: false,
		createdAt: "2026-01-01T00:00:00.000Z",
		labels: { app: "user-service", "pod-template-hash": "5d4f8b" },
		containers: [
			{
				name: "server",
				image: "registry.example/user-service:1",
				imageId: "registry.example/user-service@sha256:00",
				ports: [{ name: "grpc", port: 50051, protocol: "TCP" }],
				readiness: { kind: "none" },
				liveness: { kind: "none" },
				startup: { kind: "none" },
				ready: true,
				started: undefined,
				role: "application",
			},
		],
		workload: "deploy/user-service",
		trouble: undefined,
		unreachable: undefined,
		ended: undefined,
	});
});

test("a pod that the API server has barely begun is no error", () => {
	expect(podFrom({ metadata: { name: "x", namespace: "shop" } })).toMatchObject(
		{
			node: undefined,
			ip: undefined,
			status: "",
			phase: "Unknown",
			ready: "not-ready",
			createdAt: "",
			containers: [],
			workload: "pod/x",
		},
	);
});

test("a pod under deletion is terminating, and may well be ready", () => {
	const object = pod("x", {
		metadata: { deletionTimestamp: "1970-01-01T00:00:00Z" },
	});
	expect(podFrom(asRead(object, podObject))).toMatchObject({
		terminating: true,
		ready: "ready",
		unreachable: undefined,
		ended: undefined,
	});
});

describe("probes", () => {
	test.each<[ProbeObject | undefined, Probe]>([
		[undefined, { kind: "none" }],
		[{}, { kind: "none" }],
		[{ grpc: { port: 50051 } }, { kind: "grpc", port: 50051, service: "" }],
		[
			{ grpc: { port: 1, service: "liveness" } },
			{ kind: "grpc", port: 1, service: "liveness" },
		],
		[{ tcpSocket: { port: "grpc" } }, { kind: "tcp", port: "grpc" }],
		[
			{ httpGet: { port: 8080, path: "/ready" } },
			{ kind: "http", port: 8080, path: "/ready" },
		],
		[{ httpGet: { port: "http" } }, { kind: "http", port: "http", path: "/" }],
		[
			{ exec: { command: ["/bin/grpc_health_probe"] } },
			{ kind: "exec", asks: undefined },
		],
		[
			{ exec: { command: ["/bin/grpc_health_probe", "-addr=:9000"] } },
			{
				kind: "exec",
				asks: { port: 9000, service: "", transport: "plaintext" },
			},
		],
	])("%j", (probe, expected) => {
		const withProbe = (key: string) =>
			server({ name: key, ...(probe === undefined ? {} : { [key]: probe }) });
		const containers = ["readinessProbe", "livenessProbe", "startupProbe"].map(
			withProbe,
		);
		const [readiness, liveness, startup] = podFrom(
			pod("x", { spec: { containers } }),
		).containers;
		expect([
			readiness?.readiness,
			liveness?.liveness,
			startup?.startup,
		]).toEqual([expected, expected, expected]);
	});
});

describe("a probe that Istio's agent is asked for", () => {
	const PATH = "/app-health/server/readyz";
	const asked = { httpGet: { path: PATH, port: 15020 } };
	const proxied = (
		kept: string,
		where: "containers" | "initContainers" = "containers",
	) => {
		const env = [{ name: "ISTIO_KUBE_APP_PROBERS", value: kept }];
		const proxy = server({ name: "istio-proxy", env });
		const spec = { containers: [server({ readinessProbe: asked })] };
		return podFrom(
			pod("x", {
				spec:
					where === "containers"
						? { containers: [...spec.containers, proxy] }
						: { ...spec, initContainers: [proxy] },
			}),
		).containers[0]?.readiness;
	};
	const keeping = (probe: object) => JSON.stringify({ [PATH]: probe });

	test.each([
		[
			{ grpc: { port: 50051, service: null }, timeoutSeconds: 1 },
			{ kind: "grpc", port: 50051, service: "" },
		],
		[
			{ grpc: { port: 50051, service: "a.A" } },
			{ kind: "grpc", port: 50051, service: "a.A" },
		],
		[{ tcpSocket: { port: 8080 } }, { kind: "tcp", port: 8080 }],
		[
			{ httpGet: { port: 8080, path: "/ready", scheme: "HTTP" } },
			{ kind: "http", port: 8080, path: "/ready" },
		],
	])("is %j of the manifest", (kept, expected) => {
		expect(proxied(keeping(kept))).toEqual(expected);
		expect(proxied(keeping(kept), "initContainers")).toEqual(expected);
	});

	test.each([
		["no JSON", "{"],
		["not kept", "{}"],
		["nothing known", keeping({ exec: {} })],
		["a port that is none", keeping({ grpc: { port: 99999999 } })],
		["part of a port", keeping({ tcpSocket: { port: 0.5 } })],
	])("stays as it is where it is %s", (_, kept) => {
		expect(proxied(kept)).toEqual({ kind: "http", port: 15020, path: PATH });
	});
});

describe("sidecars", () => {
	const rolesOf = (
		containers: ContainerObject[],
		initContainers: ContainerObject[] = [],
	) =>
		podFrom(pod("x", { spec: { containers, initContainers } })).containers.map(
			({ name, role }) => `${name} ${role}`,
		);
	const image = (name: string, image: string) => server({ name, image });

	test.each([
		["istio-proxy", "docker.io/istio/proxyv2:1.27.0"],
		["linkerd-proxy", "cr.l5d.io/linkerd/proxy:edge"],
		["daprd", "docker.io/daprio/daprd:1.15"],
		["sql", "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.8.0"],
		["proxy", "registry:5000/envoyproxy/envoy:v1.31"],
		["proxy", "envoyproxy/envoy@sha256:00"],
	])("%s of %s", (name, from) => {
		expect(rolesOf([image(name, from), server()])).toEqual([
			`${name} sidecar`,
			"server application",
		]);
	});

	test("a container that is only named after a proxy's image is none", () => {
		expect(
			rolesOf([server({ name: "b" }), image("proxy", "shop/envoy-control:1")]),
		).toEqual(["b application", "proxy application"]);
	});

	test("a pod of nothing but a proxy has it for its application", () => {
		expect(rolesOf([image("envoy", "envoyproxy/envoy:v1.31")])).toEqual([
			"envoy application",
		]);
	});

	test("a restartable init container is one; an init container that ends is not there", () => {
		const native = server({ name: "logs", restartPolicy: "Always" });
		expect(rolesOf([server()], [server({ name: "migrate" }), native])).toEqual([
			"server application",
			"logs sidecar",
		]);
	});
});

test("an image that has not been pulled has no digest", () => {
	const object = pod("x", {
		status: { containerStatuses: [status("server", { imageID: "" })] },
	});
	expect(podFrom(object).containers[0]?.imageId).toBeUndefined();
});

test("a port without a protocol is TCP", () => {
	const { protocol: _, ...bare } = port(80);
	expect(
		podFrom(pod("x", { spec: { containers: [server({ ports: [bare] })] } }))
			.containers[0]?.ports,
	).toEqual([{ name: undefined, port: 80, protocol: "TCP" }]);
});

describe("the workload that owns a pod", () => {
	test.each([
		[replica("user-service", "a"), "deploy/user-service"],
		[pod("x"), "pod/x"],
		[pod("etcd-node-1", { owner: owner("Node", "node-1") }), "pod/etcd-node-1"],
		[pod("db-0", { owner: owner("StatefulSet", "db") }), "sts/db"],
		[pod("x", { owner: owner("DaemonSet", "agent") }), "ds/agent"],
		[pod("x", { owner: owner("Job", "migrate") }), "job/migrate"],
		[pod("x", { owner: owner("ReplicationController", "old") }), "rc/old"],
		[pod("x", { owner: owner("ReplicaSet", "bare") }), "rs/bare"],
		[
			pod("x", {
				owner: owner("ReplicaSet", "adopted"),
				labels: { "pod-template-hash": "77" },
			}),
			"rs/adopted",
		],
		[
			pod("x", {
				owner: owner("ReplicaSet", "web-77"),
				labels: { "rollouts-pod-template-hash": "77" },
			}),
			"rollout/web",
		],
		[pod("x", { owner: owner("CloneSet", "web") }), "cloneset/web"],
		[
			pod("x", { owner: { ...owner("Job", "notifier"), controller: false } }),
			"pod/x",
		],
	])("%#: %s", (object, expected) => {
		expect(podFrom(object).workload).toBe(expected);
	});
});
