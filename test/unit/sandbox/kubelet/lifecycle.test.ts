import { describe, expect, test } from "vitest";
import {
	at,
	eventually,
	listAt,
	runSandboxForTests,
	textAt,
} from "../running-sandbox.ts";

const sandbox = await runSandboxForTests();
const PODS = "/api/v1/namespaces/default/pods";
const IMAGE = "kubectl-grpc.test/user-service:v1";

/** With this probe a pod is ready when it serves. Without a probe it is ready while it still loads. */
const SERVES = { grpc: { port: 50051 }, periodSeconds: 1 };

type PodParts = {
	readonly env?: Readonly<Record<string, string>>;
	readonly spec?: object;
	readonly container?: object;
	readonly labels?: object;
};

async function createPod(name: string, parts: PodParts = {}): Promise<void> {
	const env = Object.entries(parts.env ?? {}).map(([key, value]) => ({
		name: key,
		value,
	}));
	const { code, text } = await sandbox.api(PODS, {
		method: "POST",
		body: {
			apiVersion: "v1",
			kind: "Pod",
			metadata: { name, labels: parts.labels ?? {} },
			spec: {
				terminationGracePeriodSeconds: 20,
				containers: [{ name: "app", image: IMAGE, env, ...parts.container }],
				...parts.spec,
			},
		},
	});
	if (code !== 201) throw new Error(text);
}

async function read(name: string): Promise<unknown> {
	const { code, body } = await sandbox.api(`${PODS}/${name}`);
	return code === 200 ? body : undefined;
}

/** Returns the pod once it is as wanted. */
function whenPod(
	name: string,
	looks: (pod: unknown) => boolean,
): Promise<unknown> {
	return eventually(async () => {
		const pod = await read(name);
		return pod !== undefined && looks(pod) ? pod : undefined;
	});
}

const isReady = (pod: unknown) => conditionOf(pod, "Ready") === "True";
const waitingFor = (reason: string) => (pod: unknown) =>
	textAt(pod, "status.containerStatuses.0.state.waiting.reason") === reason;
const inPhase = (phase: string) => (pod: unknown) =>
	textAt(pod, "status.phase") === phase;

function conditionOf(pod: unknown, type: string): string {
	const condition = listAt(pod, "status.conditions").find(
		(candidate) => textAt(candidate, "type") === type,
	);
	return textAt(condition, "status");
}

async function events(name: string): Promise<readonly string[]> {
	const { body } = await sandbox.api(
		`/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3D${name}`,
	);
	return listAt(body, "items").map(
		(event) => `${textAt(event, "reason")}: ${textAt(event, "message")}`,
	);
}

/** Deletes a pod. Returns its last status and how long the deletion took. */
async function deleteAndFollow(name: string) {
	let last: unknown;
	const begun = Date.now();
	await sandbox.api(`${PODS}/${name}`, { method: "DELETE" });
	await eventually(async () => {
		const pod = await read(name);
		last = pod ?? last;
		return pod === undefined ? true : undefined;
	});
	return { last, tookMs: Date.now() - begun };
}

async function revision(): Promise<string> {
	return textAt((await sandbox.api(PODS)).body, "metadata.resourceVersion");
}

/** The events of a pod that is gone, since a revision. */
async function historyOf(name: string, from: string) {
	const { text } = await sandbox.api(
		`${PODS}?watch=true&timeoutSeconds=1&resourceVersion=${from}&fieldSelector=metadata.name%3D${name}`,
	);
	const lines = text.trim().split("\n");
	return lines.map((line): unknown => JSON.parse(line));
}

function exitCodesOf(history: readonly unknown[]): readonly unknown[] {
	return history.map((event) =>
		at(event, "object.status.containerStatuses.0.state.terminated.exitCode"),
	);
}

describe.concurrent("environment", () => {
	test("comes from values, Secrets, ConfigMaps and the pod itself", async () => {
		const post = (resource: string, body: object) =>
			sandbox.api(`/api/v1/namespaces/default/${resource}`, {
				method: "POST",
				body: { apiVersion: "v1", ...body },
			});
		await post("secrets", {
			kind: "Secret",
			metadata: { name: "settings" },
			stringData: { bind: "localhost" },
		});
		await createPod("configured", {
			container: {
				env: [
					{
						name: "PORT",
						valueFrom: { configMapKeyRef: { name: "late", key: "port" } },
					},
					{
						name: "BIND",
						valueFrom: { secretKeyRef: { name: "settings", key: "bind" } },
					},
					{
						name: "POD_IP",
						valueFrom: { fieldRef: { fieldPath: "status.podIP" } },
					},
				],
			},
		});
		await whenPod("configured", waitingFor("CreateContainerConfigError"));
		expect(await events("configured")).toContain(
			'Failed: Error: configmap "late" not found',
		);
		await post("configmaps", {
			kind: "ConfigMap",
			metadata: { name: "late" },
			data: { port: "50099" },
		});
		await whenPod("configured", isReady);
		const log = await eventually(async () => {
			const { text } = await sandbox.api(`${PODS}/configured/log`);
			return text || undefined;
		});
		expect(log).toBe("serving on 127.0.0.1:50099\n");
	});
});

describe.concurrent("probes", () => {
	const quick = { periodSeconds: 1, failureThreshold: 1 };

	test.each<[string, PodParts, string]>([
		[
			"grpc on a TLS-like, silent port",
			{
				env: { PROTOCOL: "silent" },
				container: { readinessProbe: { grpc: { port: 50051 }, ...quick } },
			},
			'Readiness probe failed: timeout: failed to connect service "IP:50051" within 1s: context deadline exceeded',
		],
		[
			"grpc of a server without health",
			{
				env: { HEALTH: "off" },
				container: { readinessProbe: { grpc: { port: 50051 }, ...quick } },
			},
			"Readiness probe failed: error: this server does not implement the grpc health protocol (grpc.health.v1.Health):",
		],
		[
			"grpc of a service that is not registered",
			{
				container: {
					readinessProbe: {
						grpc: { port: 50051, service: "no.Such" },
						...quick,
					},
				},
			},
			"Readiness probe failed: error: health rpc probe failed: rpc error: code = NotFound desc = unknown service",
		],
		[
			"grpc of a server that is not serving",
			{
				env: { HEALTH_STATUS: "NOT_SERVING" },
				container: { readinessProbe: { grpc: { port: 50051 }, ...quick } },
			},
			'Readiness probe failed: service unhealthy (responded with "NOT_SERVING")',
		],
		[
			"grpc of a slow server",
			{
				env: { HEALTH_DELAY: "30s" },
				container: { readinessProbe: { grpc: { port: 50051 }, ...quick } },
			},
			"Readiness probe failed: timeout: health rpc did not complete within 1s",
		],
		[
			"tcpSocket of a port that nobody has",
			{ container: { readinessProbe: { tcpSocket: { port: 1 }, ...quick } } },
			"Readiness probe failed: dial tcp IP:1: connect: connection refused",
		],
		[
			"tcpSocket of a server bound to localhost",
			{
				env: { BIND: "localhost" },
				container: { readinessProbe: { tcpSocket: { port: 50051 }, ...quick } },
			},
			"Readiness probe failed: dial tcp IP:50051: connect: connection refused",
		],
		[
			"httpGet of a path that is not there",
			{
				env: { METRICS_PORT: "9090" },
				container: {
					readinessProbe: { httpGet: { port: 9090, path: "/x" }, ...quick },
				},
			},
			"Readiness probe failed: HTTP probe failed with statuscode: 404",
		],
		[
			"exec of a program that is not there",
			{
				container: {
					readinessProbe: { exec: { command: ["/bin/ls"] }, ...quick },
				},
			},
			'exec: "/bin/ls": executable file not found in $PATH',
		],
	])("%s fails in the kubelet's words", async (_name, parts, message) => {
		const name = `probe-${Math.random().toString(36).slice(2, 8)}`;
		await createPod(name, parts);
		const pod = await whenPod(
			name,
			(found) => textAt(found, "status.podIP") !== "",
		);
		const wanted = message.replace("IP", textAt(pod, "status.podIP"));
		await eventually(async () =>
			(await events(name)).find((event) => event.includes(wanted)),
		);
		expect(isReady(await read(name))).toBe(false);
		await sandbox.api(`${PODS}/${name}?gracePeriodSeconds=0`, {
			method: "DELETE",
		});
	});

	test.each<[string, PodParts]>([
		[
			"grpc",
			{
				container: {
					readinessProbe: {
						grpc: { port: 50051, service: "user.UserService" },
						...quick,
					},
				},
			},
		],
		[
			"tcpSocket by name",
			{
				container: {
					ports: [{ name: "grpc", containerPort: 50051 }],
					readinessProbe: { tcpSocket: { port: "grpc" }, ...quick },
				},
			},
		],
		[
			"httpGet",
			{
				env: { METRICS_PORT: "9090" },
				container: {
					readinessProbe: {
						httpGet: { port: 9090, path: "/metrics" },
						...quick,
					},
				},
			},
		],
		[
			"exec of grpc_health_probe",
			{
				container: {
					readinessProbe: {
						exec: { command: ["grpc_health_probe", "-addr=:50051"] },
						...quick,
					},
				},
			},
		],
		["none", {}],
	])("%s succeeds", async (kind, parts) => {
		const name = `ready-${kind.replaceAll(/[\W_]+/g, "-").toLowerCase()}`;
		await createPod(name, parts);
		await whenPod(name, isReady);
	});

	test("liveness restarts, startup holds the others back", async () => {
		await createPod("lively", {
			spec: { terminationGracePeriodSeconds: 1 },
			container: {
				startupProbe: { grpc: { port: 50051 }, ...quick, failureThreshold: 30 },
				livenessProbe: { grpc: { port: 50051 }, ...quick },
				readinessProbe: { tcpSocket: { port: 50051 }, ...quick },
			},
		});
		await whenPod("lively", isReady);
		sandbox.control.setHealth("lively", "", "NOT_SERVING");
		const restarted = await whenPod(
			"lively",
			(pod) => at(pod, "status.containerStatuses.0.restartCount") === 1,
		);
		expect(restarted).toBeDefined();
		expect(await events("lively")).toContain(
			"Killing: Container app failed liveness probe, will be restarted",
		);
	});
});

describe.concurrent("restart policy", () => {
	test("Always: back-off, with the log of the run before", async () => {
		await createPod("crashing", { env: { START: "crash" } });
		const pod = await whenPod("crashing", waitingFor("CrashLoopBackOff"));
		expect(
			textAt(pod, "status.containerStatuses.0.state.waiting.message"),
		).toMatch(
			/^back-off \d+s restarting failed container=app pod=crashing_default\(/,
		);
		expect(
			at(pod, "status.containerStatuses.0.lastState.terminated"),
		).toMatchObject({ exitCode: 1, reason: "Error" });
		expect(inPhase("Running")(pod)).toBe(true);
		const previous = await sandbox.api(`${PODS}/crashing/log?previous=true`);
		expect(previous.text).toBe("crashing, as START=crash asks\n");
	});

	test.each([
		["Never", "complete", "Succeeded"],
		["Never", "crash", "Failed"],
		["OnFailure", "complete", "Succeeded"],
	])("%s after %s: %s", async (restartPolicy, START, phase) => {
		const name = `once-${restartPolicy.toLowerCase()}-${START}`;
		await createPod(name, { env: { START }, spec: { restartPolicy } });
		const pod = await whenPod(name, inPhase(phase));
		expect(at(pod, "status.containerStatuses.0.restartCount")).toBe(0);
		expect(conditionOf(pod, "Ready")).toBe("False");
	});

	test("an image that is not there is waited for", async () => {
		await createPod("pulling", {
			container: { image: "kubectl-grpc.test/user-service:missing" },
		});
		await whenPod("pulling", waitingFor("ImagePullBackOff"));
		const log = await sandbox.api(`${PODS}/pulling/log`);
		expect(log).toMatchObject({
			code: 400,
			body: {
				message:
					'container "app" in pod "pulling" is waiting to start: trying and failing to pull image',
			},
		});
	});
});

describe.concurrent("init containers and sidecars", () => {
	test("run in their order, and a sidecar ends with its pod", async () => {
		await createPod("accompanied", {
			env: { START: "complete", START_DELAY: "0s" },
			spec: {
				restartPolicy: "Never",
				initContainers: [
					{ name: "first", image: "example/setup:1" },
					{ name: "proxy", image: "example/proxy:1", restartPolicy: "Always" },
				],
			},
		});
		const pod = await whenPod("accompanied", inPhase("Succeeded"));
		const [first, proxy] = listAt(pod, "status.initContainerStatuses");
		expect(at(first, "state.terminated.reason")).toBe("Completed");
		expect(at(first, "ready")).toBe(true);
		expect(at(proxy, "state.terminated.exitCode")).toBe(0);
	});

	test("a failed init container fails a pod that never restarts", async () => {
		await createPod("unprepared", {
			spec: {
				restartPolicy: "Never",
				initContainers: [
					{
						name: "setup",
						image: IMAGE,
						env: [{ name: "START", value: "crash" }],
					},
				],
			},
		});
		const pod = await whenPod("unprepared", inPhase("Failed"));
		expect(at(pod, "status.containerStatuses.0.state.waiting.reason")).toBe(
			"PodInitializing",
		);
	});
});

describe.concurrent("deletion", () => {
	test("a server that drains goes by itself, within its grace", async () => {
		await createPod("draining", {
			env: { DRAIN_WAIT: "500ms" },
			container: { readinessProbe: SERVES },
		});
		await whenPod("draining", isReady);
		const from = await revision();
		const { last, tookMs } = await deleteAndFollow("draining");
		expect(tookMs).toBeGreaterThan(500);
		expect(at(last, "metadata.deletionGracePeriodSeconds")).toBe(20);
		expect(exitCodesOf(await historyOf("draining", from))).toContain(0);
		expect(await events("draining")).toContain(
			"Killing: Stopping container app",
		);
	});

	test("one that ignores TERM is killed when its grace is over: 137", async () => {
		await createPod("stubborn", {
			env: { DRAIN: "ignore" },
			spec: { terminationGracePeriodSeconds: 1 },
		});
		await whenPod("stubborn", isReady);
		const from = await revision();
		const { tookMs } = await deleteAndFollow("stubborn");
		expect(tookMs).toBeGreaterThan(900);
		const history = await historyOf("stubborn", from);
		expect(exitCodesOf(history)).toContain(137);
		expect(textAt(history.at(-1), "type")).toBe("DELETED");
		expect(textAt(history.at(-1), "object.status.phase")).toBe("Failed");
	});

	test("a preStop hook comes before TERM and counts against the grace", async () => {
		await createPod("hooked", {
			container: {
				readinessProbe: SERVES,
				lifecycle: { preStop: { sleep: { seconds: 1 } } },
			},
		});
		await whenPod("hooked", isReady);
		const { tookMs } = await deleteAndFollow("hooked");
		expect(tookMs).toBeGreaterThan(1000);
	});

	test("a second deletion shortens the grace", async () => {
		await createPod("shortened", {
			env: { DRAIN: "ignore" },
			spec: { terminationGracePeriodSeconds: 3600 },
		});
		await whenPod("shortened", isReady);
		await sandbox.api(`${PODS}/shortened`, { method: "DELETE" });
		await sandbox.api(`${PODS}/shortened?gracePeriodSeconds=1`, {
			method: "DELETE",
		});
		const { last } = await deleteAndFollow("shortened");
		expect(textAt(last, "metadata.deletionGracePeriodSeconds")).toBe("1");
	});

	test("without grace the object goes at once, and the processes with it", async () => {
		await createPod("forced", { env: { DRAIN: "ignore" } });
		await whenPod("forced", isReady);
		await sandbox.api(`${PODS}/forced?gracePeriodSeconds=0`, {
			method: "DELETE",
		});
		expect(await read("forced")).toBeUndefined();
	});

	test("endpoints change with the pod: terminating, still serving, then gone", async () => {
		await sandbox.api("/api/v1/namespaces/default/services", {
			method: "POST",
			body: {
				apiVersion: "v1",
				kind: "Service",
				metadata: { name: "leaving" },
				spec: { selector: { app: "leaving" }, ports: [{ port: 50051 }] },
			},
		});
		await createPod("leaving", {
			env: { DRAIN_WAIT: "2s" },
			labels: { app: "leaving" },
			container: { readinessProbe: SERVES },
		});
		const conditions = async () => {
			const { body } = await sandbox.api(
				"/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dleaving",
			);
			return at(body, "items.0.endpoints.0.conditions");
		};
		await eventually(async () =>
			at(await conditions(), "ready") === true ? true : undefined,
		);
		await sandbox.api(`${PODS}/leaving`, { method: "DELETE" });
		await eventually(async () =>
			at(await conditions(), "terminating") === true ? true : undefined,
		);
		expect(await conditions()).toEqual({
			ready: false,
			serving: true,
			terminating: true,
		});
		await eventually(async () =>
			(await conditions()) === undefined ? true : undefined,
		);
	});
});
