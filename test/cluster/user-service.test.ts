// Checks the test server's contract: each variable of its environment does what go/cmd/user-service/config.go says.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAuthority } from "../certificates/authority.ts";
import { programPath } from "./control.ts";
import {
	apply,
	createNamespace,
	deleteNamespace,
	type Environment,
	GRACE_SECONDS,
	kubectl,
	logLine,
	podAddresses,
	serverPod,
} from "./pods.ts";
import { attempt } from "./shell.ts";
import { eventually } from "./wait.ts";

const namespace = "user-service";

/** The pods, each with one kind of trouble. */
const PODS: Readonly<Record<string, Environment>> = {
	plain: { METRICS_PORT: "9090" },
	"not-serving": {
		HEALTH_STATUS: "NOT_SERVING",
		HEALTH_SERVICES: "a.B=SERVING",
	},
	"no-health": { HEALTH: "off" },
	"no-watch-no-list": {
		HEALTH_WATCH: "unimplemented",
		HEALTH_LIST: "unimplemented",
	},
	slow: { HEALTH_DELAY: "30s", CALL_DELAY: "30s" },
	escapes: { HEALTH_HOSTILE: "escapes" },
	huge: { HEALTH_HOSTILE: "huge" },
	endless: { HEALTH_HOSTILE: "endless" },
	"no-reflection": { REFLECTION: "off", ADMIN: "off" },
	"reflection-v1alpha": { REFLECTION: "v1alpha" },
	http1: { PROTOCOL: "http1" },
	silent: { PROTOCOL: "silent" },
	malformed: { PROTOCOL: "malformed" },
	reset: { PROTOCOL: "reset" },
	none: { PROTOCOL: "none" },
	"pod-address": { BIND: "pod" },
	localhost: { BIND: "localhost" },
	crash: { START: "crash" },
	complete: { START: "complete" },
	mistyped: { HEALTH_DELAY: "3", DRAIN: "gracefully" },
	draining: { DRAIN: "graceful", DRAIN_WAIT: "1s" },
	stubborn: { DRAIN: "ignore" },
};
const LISTENING_ON_NOTHING = ["none", "crash", "complete", "mistyped"];

const CHECK = "grpc.health.v1.Health/Check";
const WATCH = "grpc.health.v1.Health/Watch";
const LIST = "grpc.health.v1.Health/List";
const GET_USER = "user.UserService/GetUser";

let addresses: ReadonlyMap<string, string>;

beforeAll(async () => {
	await createNamespace(namespace);
	await apply(
		...Object.entries(PODS).map(([name, environment]) =>
			serverPod({ namespace, name }, environment),
		),
	);
	addresses = await podAddresses(namespace);
	const listening = Object.keys(PODS).filter(
		(name) => !LISTENING_ON_NOTHING.includes(name),
	);
	await Promise.all(
		listening.map((name) => logLine(namespace, name, "serving on")),
	);
});
afterAll(() => deleteNamespace(namespace));

describe("health", () => {
	it("answers Check and List", async () => {
		expect(await grpcurl("plain", CHECK)).toContain('"SERVING"');
		expect(await grpcurl("plain", LIST)).toContain('"user.UserService"');
		expect(await grpcurl("plain", CHECK, { service: "a.B" })).toContain(
			"Code: NotFound",
		);
	});

	it("takes its statuses from the environment", async () => {
		expect(await grpcurl("not-serving", CHECK)).toContain('"NOT_SERVING"');
		expect(
			await grpcurl("not-serving", CHECK, { service: "user.UserService" }),
		).toContain('"NOT_SERVING"');
		expect(await grpcurl("not-serving", CHECK, { service: "a.B" })).toContain(
			'"SERVING"',
		);
	});

	it("is set by an RPC", async () => {
		const steer = (status: string) =>
			grpcurl("plain", "kubectlgrpc.test.Steering/SetHealth", {
				service: "steered",
				status,
			});
		await steer("NOT_SERVING");
		expect(await grpcurl("plain", CHECK, { service: "steered" })).toContain(
			'"NOT_SERVING"',
		);
		expect(await steer("SERVICE_UNKNOWN")).toContain("Code: InvalidArgument");
	});

	it.each([
		["no-health", CHECK, "unknown service grpc.health.v1.Health"],
		["no-watch-no-list", WATCH, "Code: Unimplemented"],
		["no-watch-no-list", LIST, "Code: Unimplemented"],
		["slow", CHECK, "Code: DeadlineExceeded"],
		["escapes", CHECK, "\x1b]0;owned\x07"],
		["huge", CHECK, "larger than max"],
		["endless", CHECK, "failed to unmarshal"],
	])("of %s answers %s with %j", async (name, method, expected) => {
		expect(await grpcurl(name, method)).toContain(expected);
	});

	it("sends updates without end on request", async () => {
		const updates = await grpcurl("endless", WATCH);
		expect(updates.split("NOT_SERVING").length).toBeGreaterThan(1_000);
	});
});

describe("services", () => {
	it("has the users", async () => {
		expect(await grpcurl("plain", GET_USER, { id: "42" })).toContain(
			"ada@example.com",
		);
		expect(await grpcurl("plain", GET_USER, { id: "1" })).toContain(
			"no user 1",
		);
		expect(
			await grpcurl("plain", "user.UserService/ListUsers", { limit: 2 }),
		).not.toContain("Barbara");
		expect(
			await grpcurl("plain", "user.UserService/CreateUser", { name: "Edsger" }),
		).toContain('"45"');
	});

	it("delays calls on request", async () => {
		expect(await grpcurl("slow", GET_USER, { id: "42" })).toContain(
			"Code: DeadlineExceeded",
		);
	});

	it("reflects the files that it is told to", async () => {
		const services = [
			"grpc.channelz.v1.Channelz",
			"grpc.health.v1.Health",
			"grpc.reflection.v1.ServerReflection",
			"grpc.reflection.v1alpha.ServerReflection",
			"kubectlgrpc.test.Steering",
			"user.UserService",
		];
		expect((await grpcurl("plain", "list")).trim().split("\n")).toEqual(
			services,
		);
		expect(await grpcurl("no-reflection", "list")).toContain(
			"does not support the reflection API",
		);
		expect(await grpcurl("reflection-v1alpha", "list")).not.toContain(
			"grpc.reflection.v1.",
		);
	});

	it("counts calls for Prometheus", async () => {
		await grpcurl("plain", GET_USER, { id: "43" });
		const metrics = await (
			await fetch(`http://${addresses.get("plain")}:9090/metrics`)
		).text();
		expect(metrics).toMatch(
			/grpc_server_handled_total\{grpc_code="OK",grpc_method="GetUser".*\} [1-9]/,
		);
		expect(metrics).toContain("grpc_server_handling_seconds_bucket");
	});

	it("serves TLS, and asks clients for certificates", async () => {
		const authority = await createAuthority();
		const { certificate, key } = await authority.issue({
			commonName: "server",
			names: ["user-service"],
		});
		const stringData = { certificate, key, authority: authority.certificate };
		const keys = { TLS_CERT_PEM: "certificate", TLS_KEY_PEM: "key" };
		const mutual = { ...keys, TLS_CLIENT_CA_PEM: "authority" };
		await apply(
			{
				apiVersion: "v1",
				kind: "Secret",
				metadata: { namespace, name: "tls" },
				stringData,
			},
			serverPod({ namespace, name: "tls" }, {}, { name: "tls", keys }),
			serverPod({ namespace, name: "mtls" }, {}, { name: "tls", keys: mutual }),
		);
		addresses = await podAddresses(namespace);
		await Promise.all(
			["tls", "mtls"].map((name) => logLine(namespace, name, "serving on")),
		);
		expect(await grpcurl("tls", CHECK, {}, "-insecure")).toContain('"SERVING"');
		expect(await grpcurl("tls", CHECK)).not.toContain('"SERVING"');
		expect(await grpcurl("mtls", CHECK, {}, "-insecure")).toContain(
			"certificate required",
		);
	});
});

describe("other listeners", () => {
	const http2Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

	it("speaks HTTP/1.1", async () => {
		const response = await fetch(`http://${addresses.get("http1")}:50051/`);
		expect([response.status, await response.text()]).toEqual([200, "hello"]);
	});

	it("stays silent", async () => {
		const socket = connect(50051, addresses.get("silent"));
		socket.write(http2Preface);
		socket.setTimeout(300);
		await once(socket, "timeout");
		expect([socket.bytesWritten, socket.bytesRead]).toEqual([
			http2Preface.length,
			0,
		]);
		socket.destroy();
	});

	it("breaks HTTP/2 after its preface", async () => {
		const socket = connect(50051, addresses.get("malformed"));
		socket.write(http2Preface);
		const received: Buffer[] = [];
		for await (const chunk of socket) {
			received.push(chunk);
			if (Buffer.concat(received).includes("deadbeef", "hex")) break;
		}
		const emptySettings = "000000040000000000";
		expect(Buffer.concat(received).toString("hex")).toMatch(
			new RegExp(`^${emptySettings}`),
		);
	});

	it.each([
		["reset", "ECONNRESET"],
		["none", "ECONNREFUSED"],
		["localhost", "ECONNREFUSED"],
	])("of %s ends with %s", async (name, code) => {
		await expect(
			text(connect(50051, addresses.get(name))),
		).rejects.toMatchObject({ code });
	});

	it("binds to the pod's address alone", async () => {
		expect(await grpcurl("pod-address", CHECK)).toContain('"SERVING"');
		const line = await logLine(namespace, "pod-address", "serving on");
		expect(line).toBe(`serving on ${addresses.get("pod-address")}:50051`);
	});
});

describe("start and end", () => {
	it.each([
		["crash", "1"],
		["complete", "0"],
		["mistyped", "2"],
	])("of %s exits with %s", async (name, status) => {
		const exitCode =
			"jsonpath={.status.containerStatuses[0].state.terminated.exitCode}";
		const asExpected = async () =>
			(await kubectl([
				"get",
				"pod",
				name,
				"--namespace",
				namespace,
				"--output",
				exitCode,
			])) === status;
		await eventually(`${name} to exit`, asExpected, {
			timeoutMs: 20_000,
			intervalMs: 200,
		});
	});

	it("names every mistake in the environment", async () => {
		const log = await kubectl(["logs", "mistyped", "--namespace", namespace]);
		expect(log).toContain('HEALTH_DELAY="3"');
		expect(log).toContain('DRAIN="gracefully"');
	});

	it("turns NOT_SERVING before it stops", async () => {
		const target = [`${addresses.get("draining")}:50051`, WATCH];
		const watching = spawn(programPath("grpcurl"), [
			"-plaintext",
			"-max-time",
			"20",
			...target,
		]);
		const [first] = await once(watching.stdout, "data");
		const rest = text(watching.stdout);
		await kubectl([
			"delete",
			"pod",
			"draining",
			"--namespace",
			namespace,
			"--wait=false",
		]);
		expect(`${first}`).toContain('"SERVING"');
		expect(await rest).toContain('"NOT_SERVING"');
	});

	it("ignores SIGTERM until the grace period is over", async () => {
		const start = performance.now();
		await kubectl([
			"delete",
			"pod",
			"stubborn",
			"--namespace",
			namespace,
			"--timeout=30s",
		]);
		expect(performance.now() - start).toBeGreaterThan(GRACE_SECONDS * 1000);
	});
});

/** Returns what grpcurl prints, on stdout or stderr. */
async function grpcurl(
	pod: string,
	method: string,
	request: object = {},
	transport = "-plaintext",
): Promise<string> {
	const data = method === "list" ? [] : ["-d", JSON.stringify(request)];
	const target = [`${addresses.get(pod)}:50051`, method];
	const { stdout, stderr } = await attempt(programPath("grpcurl"), [
		transport,
		"-max-time",
		"2",
		...data,
		...target,
	]);
	return stdout + stderr;
}
