import { describe, expect, test } from "vitest";
import type { PodObject } from "../../../../src/kubernetes/objects/pod-object.ts";
import type {
	ServiceObject,
	ServicePortObject,
} from "../../../../src/kubernetes/objects/service-object.ts";
import type { PortChoice } from "../../../../src/kubernetes/target.ts";
import { podFrom } from "../../../../src/kubernetes/targets/pod/pod-from.ts";
import {
	choosePort,
	couldServicesTell,
} from "../../../../src/kubernetes/targets/port/choose-port.ts";
import { serviceFrom } from "../../../../src/kubernetes/targets/port/service.ts";
import type { PortClues } from "../../../../src/kubernetes/targets/port/situation.ts";
import { pod, port, server, service } from "./objects.ts";

/** Returns `50051 server grpc-probe: grpc readiness probe`, or `none: why`. */
const brief = (choice: PortChoice): string =>
	choice.kind === "none"
		? `none: ${choice.reason}`
		: `${choice.port} ${choice.container ?? "undeclared"} ${choice.evidence}: ${choice.reason}`;

const choose = (object: PodObject, clues: PortClues = {}) =>
	choosePort(podFrom(object), clues);

function notesOf(object: PodObject, clues: PortClues = {}): string {
	const choice = choose(object, clues);
	if (choice.kind === "none") return choice.hint;
	return choice.notes
		.map((note) => (note.kind === "remark" ? note.text : note.kind))
		.join("\n");
}

const withPorts = (...ports: ReturnType<typeof port>[]) =>
	pod("x", { labels: { app: "x" }, spec: { containers: [server({ ports })] } });
const two = withPorts(port(8080, "api"), port(9000, "peer"));

describe("without a hint from the user", () => {
	const probed = (probe: string, grpc = 7000) =>
		pod("x", {
			spec: { containers: [server({ [probe]: { grpc: { port: grpc } } })] },
		});

	test.each<[PodObject, string]>([
		[
			probed("readinessProbe"),
			"7000 undeclared grpc-probe: grpc readiness probe",
		],
		[
			probed("livenessProbe", 50051),
			"50051 server grpc-probe: grpc liveness probe",
		],
		[probed("startupProbe"), "7000 undeclared grpc-probe: grpc startup probe"],
		[
			withPorts(port(8080, "api"), port(9000, "grpc")),
			"9000 server port-name: port named grpc",
		],
		[
			withPorts(port(8080, "grpc-internal"), port(9000, "grpc")),
			"9000 server port-name: port named grpc",
		],
		[
			withPorts(port(8080, "grpc-metrics"), port(9000, "grpc-api")),
			"9000 server port-name: port named grpc-api",
		],
		[
			withPorts(port(8080, "api"), port(9000, "user-grpc")),
			"9000 server port-name: port named user-grpc",
		],
		[
			withPorts(port(8080, "api"), port(9000, "h2c")),
			"9000 server port-name: port named h2c",
		],
		[
			withPorts(port(8080, "grpc-web"), port(50052, "rpc")),
			"50052 server well-known-port: well-known gRPC port 50052",
		],
		[
			withPorts(port(8080, "api"), port(50051)),
			"50051 server well-known-port: well-known gRPC port 50051",
		],
		[
			withPorts(port(50051, "grpc", "UDP"), port(8080)),
			"8080 server only-port: the only TCP port",
		],
		[
			withPorts(port(8080, "api"), port(9090, "metrics")),
			"8080 server only-port: the only TCP port besides 9090 (metrics)",
		],
		[
			withPorts(port(8080, "http"), port(9000, "api")),
			"9000 server only-port: the only TCP port besides 8080 (http)",
		],
		[
			withPorts(port(9090, "http-metrics")),
			"9090 server only-port: the only TCP port",
		],
		[two, "8080 server first-port: first port of container server"],
		[
			withPorts(port(8080, "http"), port(9090, "metrics")),
			"8080 server first-port: first port of container server",
		],
		[withPorts(), "none: no container declares a TCP port"],
		[
			withPorts(port(53, "dns", "UDP")),
			"none: no container declares a TCP port",
		],
	])("%#: %s", (object, expected) => {
		expect(brief(choose(object))).toBe(expected);
	});

	test.each([
		[
			["grpc_health_probe", "-addr=:8080"],
			"8080 server grpc-probe: grpc_health_probe in the readiness probe",
		],
		[
			["/bin/grpc_health_probe", "--addr", "localhost:9000", "-tls"],
			"9000 server grpc-probe: grpc_health_probe in the readiness probe",
		],
		[
			[
				"sh",
				"-c",
				'exec grpc-health-probe-linux -service x -addr="[::1]:9000"',
			],
			"9000 server grpc-probe: grpc_health_probe in the readiness probe",
		],
		[
			["grpc_health_probe", "-addr=:0"],
			"8080 server first-port: first port of container server",
		],
		[
			["curl", "-addr=:9000"],
			"8080 server first-port: first port of container server",
		],
	])("a probe that runs %j", (command, expected) => {
		const container = server({
			ports: [port(8080, "api"), port(9000, "peer")],
			readinessProbe: { exec: { command } },
		});
		expect(brief(choose(pod("x", { spec: { containers: [container] } })))).toBe(
			expected,
		);
	});

	test("a probe's port names the other that is called grpc", () => {
		const container = server({
			ports: [port(50051, "grpc"), port(8080, "http")],
			readinessProbe: { grpc: { port: 9999 } },
		});
		expect(
			choose(pod("x", { spec: { containers: [container] } })),
		).toMatchObject({
			port: 9999,
			notes: [{ kind: "remark", text: "other candidates: 50051 (grpc)" }],
		});
	});

	test("a probe's port names the one that the probe of another container asks", () => {
		const containers = [
			server({
				ports: [port(50051, "api"), port(8080, "http")],
				readinessProbe: { grpc: { port: 50051 } },
			}),
			server({
				name: "ledger",
				ports: [port(50052, "ledger")],
				readinessProbe: { grpc: { port: 50052 } },
			}),
		];
		expect(choose(pod("x", { spec: { containers } }))).toMatchObject({
			port: 50051,
			reason: "grpc readiness probe; also on 50052",
			notes: [{ kind: "remark", text: "other candidates: 50052 (ledger)" }],
		});
	});

	test("the kubelet's own grpc probe before a program in another", () => {
		const container = server({
			readinessProbe: { exec: { command: ["grpc_health_probe", "-addr=:1"] } },
			livenessProbe: { grpc: { port: 2 } },
		});
		expect(
			choose(pod("x", { spec: { containers: [container] } })),
		).toMatchObject({ port: 2 });
	});

	test("a guess names the other candidates", () => {
		expect(notesOf(two)).toContain("other candidates: 9000 (peer)");
	});

	test("no port says how to name one", () => {
		expect(notesOf(withPorts())).toBe(
			"--port NUMBER names the port it listens on",
		);
	});
});

describe("containers", () => {
	const proxy = server({ name: "istio-proxy", ports: [port(15090, "grpc")] });
	const meshed = pod("x", {
		spec: { containers: [proxy, server({ ports: [port(8080)] })] },
	});

	test("a sidecar's port is not taken", () => {
		expect(brief(choose(meshed))).toBe(
			"8080 server only-port: the only TCP port",
		);
	});

	test("a sidecar's is named where nothing says that the application's is gRPC", () => {
		const remark =
			"sidecar istio-proxy has port 15090 (grpc), which --container istio-proxy takes";
		expect(notesOf(meshed)).toBe(remark);
		const guessed = pod("x", {
			spec: { containers: [proxy, server({ ports: [port(1), port(2)] })] },
		});
		expect(notesOf(guessed)).toContain(remark);
		const known = pod("x", {
			spec: { containers: [proxy, server({ ports: [port(1, "grpc")] })] },
		});
		expect(notesOf(known)).toBe("");
	});

	test("only a sidecar declares one", () => {
		const bare = pod("x", {
			spec: { containers: [proxy, server({ ports: [] })] },
		});
		expect(brief(choose(bare))).toBe("none: only sidecars declare a TCP port");
		expect(notesOf(bare)).toBe("--port takes one of theirs: 15090 (grpc)");
	});

	test("--container takes a sidecar's", () => {
		expect(brief(choose(meshed, { container: "istio-proxy" }))).toBe(
			"15090 istio-proxy port-name: port named grpc",
		);
	});

	test("--container that is not there", () => {
		expect(brief(choose(meshed, { container: "web" }))).toBe(
			"none: no container named web",
		);
		expect(notesOf(meshed, { container: "web" })).toBe(
			"its containers: istio-proxy and server",
		);
	});

	test("--container keeps a Service to the container's ports", () => {
		const clues = {
			container: "server",
			service: serviceFrom(
				service("x", { ports: [{ port: 80, targetPort: 15090 }] }),
			),
		};
		expect(brief(choose(meshed, clues))).toBe(
			"8080 server only-port: the only TCP port",
		);
	});
});

describe("a native sidecar with a gRPC probe", () => {
	const native = server({
		name: "router",
		restartPolicy: "Always",
		ports: [port(7000)],
		readinessProbe: { grpc: { port: 7000 } },
	});
	/** Returns a pod with the sidecar, whose application has these ports. */
	const beside = (...ports: ReturnType<typeof port>[]) =>
		pod("x", {
			labels: { app: "x" },
			spec: { containers: [server({ ports })], initContainers: [native] },
		});
	const PROBE =
		"7000 router grpc-probe: grpc readiness probe of sidecar router";

	test("is the server where the application has no port", () => {
		expect(brief(choose(beside()))).toBe(PROBE);
	});

	test("is the server where no port of the application is known to be gRPC, once the Services are known", () => {
		const web = beside(port(8080, "http"));
		expect(couldServicesTell(choose(web))).toBe(true);
		expect(brief(choose(web, { services: [] }))).toBe(PROBE);
	});

	test.each([
		[port(9000, "grpc"), "9000 server port-name: port named grpc"],
		[port(50051), "50051 server well-known-port: well-known gRPC port 50051"],
	])("is not the server beside %j", (own, expected) => {
		expect(brief(choose(beside(own), { services: [] }))).toBe(expected);
	});

	test("is not the server beside a port that a Service says is gRPC", () => {
		const services = [
			serviceFrom(
				service("x", {
					selector: { app: "x" },
					ports: [{ port: 80, targetPort: 8080, appProtocol: "grpc" }],
				}),
			),
		];
		expect(choose(beside(port(8080)), { services })).toMatchObject({
			port: 8080,
			evidence: "app-protocol",
		});
	});

	test("is not the server for --container of the application", () => {
		expect(
			brief(choose(beside(port(8080)), { container: "server", services: [] })),
		).toBe("8080 server only-port: the only TCP port");
	});

	test("serves on the port of its probe, which it need not declare", () => {
		const undeclared = { ...native, ports: [] };
		const { spec } = beside();
		expect(
			brief(
				choose(
					pod("x", {
						spec: {
							containers: spec?.containers ?? [],
							initContainers: [undeclared],
						},
					}),
				),
			),
		).toBe(PROBE);
	});
});

describe("a port asked for", () => {
	const asked = (port: string, clues: PortClues = {}): PortClues => ({
		...clues,
		asked: { port, by: `--port ${port}` },
	});
	const svc = serviceFrom(
		service("x", { ports: [{ name: "web", port: 80, targetPort: "api" }] }),
	);

	test.each<[PortClues, string]>([
		[asked("9000"), "9000 server flag: --port 9000"],
		[asked("peer"), "9000 server flag: --port peer"],
		[asked("7777"), "7777 undeclared flag: --port 7777"],
		[asked("grcp"), "none: no port named grcp"],
		[
			asked("80", { service: svc }),
			"8080 server flag: --port 80: port 80 (web) of Service x",
		],
		[
			asked("web", { service: svc }),
			"8080 server flag: --port web: port 80 (web) of Service x",
		],
		[asked("9000", { service: svc }), "9000 server flag: --port 9000"],
		[asked("peer", { service: svc }), "9000 server flag: --port peer"],
	])("%j", (clues, expected) => {
		expect(brief(choose(two, clues))).toBe(expected);
	});

	test("a number that nothing declares is said to be so", () => {
		expect(notesOf(two, asked("7777"))).toBe(
			"no container declares port 7777, but 8080 (api) and 9000 (peer)",
		);
		expect(notesOf(withPorts(), asked("7777"))).toBe(
			"no container declares port 7777",
		);
	});

	test("a UDP port is said to be one", () => {
		expect(notesOf(withPorts(port(53, "dns", "UDP")), asked("53"))).toContain(
			"declared as UDP",
		);
	});

	test("a number that the Service does not have is the pod's, and that is said", () => {
		expect(notesOf(two, asked("9000", { service: svc }))).toBe(
			"Service x has no port 9000, but 80 (web): taken as a port of the pod",
		);
	});

	test("a name that nothing has comes with the names there are", () => {
		expect(notesOf(two, asked("grcp", { service: svc }))).toBe(
			"ports of Service x: 80 (web); ports of the pod: 8080 (api) and 9000 (peer)",
		);
	});

	test("a name of another container counts only without --container", () => {
		const object = pod("x", {
			spec: {
				containers: [server(), server({ name: "b", ports: [port(1, "b")] })],
			},
		});
		expect(brief(choose(object, asked("b")))).toBe("1 b flag: --port b");
		expect(brief(choose(object, asked("b", { container: "server" })))).toBe(
			"none: no port named b",
		);
	});
});

describe("a Service named as target", () => {
	const named = (
		ports: ServicePortObject[],
		spec: ServiceObject["spec"] = {},
	): PortClues => ({ service: serviceFrom(service("x", { ...spec, ports })) });
	const api: ServicePortObject = { name: "api", port: 80, targetPort: 8080 };
	const peer: ServicePortObject = {
		name: "peer",
		port: 81,
		targetPort: "peer",
	};

	test.each<[string, PodObject, ServicePortObject[], string]>([
		[
			"its only port",
			two,
			[peer],
			"9000 server service: targetPort of Service x (its only port)",
		],
		[
			"appProtocol",
			two,
			[api, { ...peer, appProtocol: "kubernetes.io/h2c" }],
			"9000 server service: targetPort of Service x (appProtocol kubernetes.io/h2c)",
		],
		[
			"appProtocol in capitals",
			two,
			[api, { ...peer, appProtocol: "GRPC" }],
			"9000 server service: targetPort of Service x (appProtocol GRPC)",
		],
		[
			"port name",
			two,
			[api, { ...peer, name: "grpc" }],
			"9000 server service: targetPort of Service x (port named grpc)",
		],
		[
			"targetPort name",
			withPorts(port(1, "grpc-api")),
			[api, { ...peer, targetPort: "grpc-api" }],
			"1 server service: targetPort of Service x (targetPort named grpc-api)",
		],
		[
			"name of the container's port",
			withPorts(port(1), port(9000, "grpc")),
			[api, { ...peer, targetPort: 9000 }],
			"9000 server service: targetPort of Service x (container port named grpc)",
		],
		[
			"well-known port",
			two,
			[api, { name: "rpc", port: 50051, targetPort: "peer" }],
			"9000 server service: targetPort of Service x (well-known port)",
		],
		[
			"port by default",
			two,
			[{ port: 8080 }],
			"8080 server service: targetPort of Service x (its only port)",
		],
		[
			"undeclared targetPort",
			two,
			[{ port: 80, targetPort: 7000 }],
			"7000 undeclared service: targetPort of Service x (its only port)",
		],
		[
			"metrics beside it",
			two,
			[{ name: "metrics", port: 1 }, peer],
			"9000 server service: targetPort of Service x (its only port that is not named for HTTP or metrics)",
		],
		[
			"no evidence",
			two,
			[api, peer],
			"8080 server service: targetPort of Service x (its first port)",
		],
		[
			"a name the pod does not have",
			two,
			[{ port: 80, targetPort: "grpc" }],
			"none: targetPort grpc of Service x names no port of this pod",
		],
		[
			"UDP alone",
			two,
			[{ port: 53, protocol: "UDP" }],
			"8080 server first-port: first port of container server",
		],
	])("%s", (_case, object, ports, expected) => {
		expect(brief(choose(object, named(ports)))).toBe(expected);
	});

	test("the grpc probe of the pod tells which of its ports", () => {
		const object = pod("x", {
			spec: {
				containers: [
					server({ ports: [], readinessProbe: { grpc: { port: 8080 } } }),
				],
			},
		});
		expect(brief(choose(object, named([{ port: 1 }, api])))).toBe(
			"8080 undeclared service: targetPort of Service x (grpc readiness probe)",
		);
	});

	test("a guess names the Service's other ports", () => {
		expect(notesOf(two, named([api, peer]))).toBe(
			"nothing says which port of Service x is gRPC; others: 81 (peer)",
		);
	});

	test("a targetPort that no container declares comes with the ports that are", () => {
		const typo = named([{ name: "grpc", port: 80, targetPort: 7000 }]);
		const says =
			"no container declares port 7000, but 8080 (api) and 9000 (peer)";
		expect(notesOf(two, typo)).toBe(says);
		expect(
			notesOf(two, { ...typo, asked: { port: "grpc", by: "--port" } }),
		).toBe(says);
	});

	test("a targetPort of 0 is the port itself", () => {
		expect(choose(two, named([{ port: 9000, targetPort: 0 }]))).toMatchObject({
			port: 9000,
		});
	});

	test("a name that UDP and TCP share is looked up for TCP", () => {
		const object = withPorts(port(53, "dns", "UDP"), port(54, "dns"));
		expect(
			choose(object, named([{ port: 1, targetPort: "dns" }])),
		).toMatchObject({ port: 54 });
	});

	test("each pod resolves the name for itself", () => {
		const clues = named([{ port: 80, targetPort: "grpc" }]);
		expect(choose(withPorts(port(1, "grpc")), clues)).toMatchObject({
			port: 1,
		});
		expect(choose(withPorts(port(2, "grpc")), clues)).toMatchObject({
			port: 2,
		});
	});

	test("a headless Service whose port is not its targetPort is resolved, and the trap told", () => {
		const clues = named([{ ...peer, port: 80 }], { clusterIP: "None" });
		const told = {
			port: 9000,
			notes: [
				{
					kind: "headless-target-port",
					service: "x",
					port: 80,
					targetPort: 9000,
				},
			],
		};
		expect(choose(two, clues)).toMatchObject(told);
		const asked = { port: "80", by: "--port 80" };
		expect(choose(two, { ...clues, asked })).toMatchObject(told);
	});

	test("a Service that sends traffic to pods that are not Ready is told", () => {
		const published = { publishNotReadyAddresses: true };
		const note = { kind: "publishes-not-ready", service: "x" };
		expect(choose(two, named([peer], published))).toMatchObject({
			notes: [note],
		});
		const beside = (app: string, namespace?: string) => {
			const spec = { ...published, selector: { app }, ports: [peer] };
			const one = serviceFrom(service("x", spec));
			return { services: [namespace ? { ...one, namespace } : one] };
		};
		const notesBeside = (...of: Parameters<typeof beside>) => {
			const choice = choose(two, beside(...of));
			return choice.kind === "chosen" ? choice.notes : [];
		};
		expect(notesBeside("x")).toContainEqual(note);
		expect(notesBeside("y")).not.toContainEqual(note);
		expect(notesBeside("x", "elsewhere")).not.toContainEqual(note);
		const itself = { ...named([peer], published), ...beside("x") };
		expect(choose(two, itself)).toMatchObject({ notes: [note] });
	});

	test("a headless Service whose ports agree has nothing to tell", () => {
		expect(notesOf(two, named([{ port: 9000 }], { clusterIP: "None" }))).toBe(
			"",
		);
	});
});

describe("Services that select the pod", () => {
	const known = (...services: ServiceObject[]): PortClues => ({
		services: services.map(serviceFrom),
	});

	test.each<[string, ServiceObject, string]>([
		[
			"appProtocol",
			service("x", {
				ports: [{ port: 80, targetPort: "peer", appProtocol: "grpc" }],
			}),
			"9000 server app-protocol: appProtocol grpc of Service x",
		],
		[
			"port name",
			service("x", { ports: [{ name: "grpc", port: 80, targetPort: "peer" }] }),
			"9000 server port-name: port named grpc of Service x",
		],
		[
			"another's pods",
			service("y", {
				ports: [{ port: 80, targetPort: "peer", appProtocol: "grpc" }],
			}),
			"8080 server first-port: first port of container server",
		],
		[
			"no selector",
			service("x", {
				selector: {},
				ports: [{ port: 80, targetPort: "peer", appProtocol: "grpc" }],
			}),
			"8080 server first-port: first port of container server",
		],
		[
			"a name the pod does not have",
			service("x", {
				ports: [{ port: 80, targetPort: "nope", appProtocol: "grpc" }],
			}),
			"8080 server first-port: first port of container server",
		],
		[
			"plain HTTP",
			service("x", {
				ports: [{ port: 80, targetPort: "peer", appProtocol: "http" }],
			}),
			"8080 server first-port: first port of container server",
		],
	])("%s", (_case, object, expected) => {
		expect(brief(choose(two, known(object)))).toBe(expected);
	});

	test("a UDP port does not count, whatever it is called", () => {
		const udp = service("x", {
			ports: [{ name: "grpc", port: 1, protocol: "UDP", appProtocol: "grpc" }],
		});
		expect(brief(choose(two, known(udp)))).toContain("first-port");
	});

	test("a Service of another namespace does not count", () => {
		const elsewhere = {
			...service("x", {
				ports: [{ port: 80, targetPort: 1, appProtocol: "grpc" }],
			}),
			metadata: { name: "x", namespace: "other" },
		};
		expect(brief(choose(two, known(elsewhere)))).toContain("first-port");
	});
});
