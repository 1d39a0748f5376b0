// The scenarios rely on this: a Kubernetes that runs, rolls out, connects and forwards, and users with different rights.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubeconfigPath, programPath } from "./control.ts";
import { KUBERNETES } from "./install.ts";
import {
	apply,
	createNamespace,
	deleteNamespace,
	kubectl,
	logLine,
	podAddresses,
	SERVER_IMAGE,
	serverPod,
} from "./pods.ts";
import { attempt, call } from "./shell.ts";
import { eventually } from "./wait.ts";

const namespace = "cluster";
const labels = { app: "user-service" };

const deployment = {
	apiVersion: "apps/v1",
	kind: "Deployment",
	metadata: { namespace, name: "user-service" },
	spec: {
		replicas: 3,
		selector: { matchLabels: labels },
		template: {
			metadata: { labels },
			spec: {
				terminationGracePeriodSeconds: 1,
				containers: [
					{
						name: "server",
						image: SERVER_IMAGE,
						imagePullPolicy: "Never",
						ports: [{ name: "grpc", containerPort: 50051 }],
						readinessProbe: { grpc: { port: 50051 }, periodSeconds: 1 },
					},
				],
			},
		},
	},
};

const service = {
	apiVersion: "v1",
	kind: "Service",
	metadata: { namespace, name: "user-service" },
	spec: {
		selector: labels,
		ports: [{ name: "grpc", port: 80, targetPort: "grpc" }],
	},
};

beforeAll(async () => {
	await createNamespace(namespace);
	await apply(deployment, service);
	await rolledOut();
});
afterAll(() => deleteNamespace(namespace));

describe("the cluster", () => {
	it("has one version and one node", async () => {
		expect(await inNamespace("version")).toContain(
			`Server Version: ${KUBERNETES}`,
		);
		const nodes = await inNamespace("get", "nodes", "--no-headers");
		expect(nodes).toMatch(/^node-1 +Ready .*\n$/);
		expect(nodes).toContain(` ${KUBERNETES}\n`);
	});

	it("rolls out another image", async () => {
		await inNamespace(
			"set",
			"image",
			"deployment/user-service",
			"server=kubectl-grpc.test/user-service:v2",
		);
		await rolledOut();
		const images = "jsonpath={.items[*].status.containerStatuses[*].image}";
		const running = [
			"--selector",
			"app=user-service",
			"--field-selector",
			"status.phase=Running",
		];
		expect(
			await inNamespace("get", "pods", ...running, "--output", images),
		).toContain("user-service:v2");
	});

	it("routes a Service's address to a pod", async () => {
		const address = await inNamespace(
			"get",
			"service",
			"user-service",
			"--output",
			"jsonpath={.spec.clusterIP}",
		);
		// kube-proxy learns of a rollout's end a moment later, and may until then route to a pod that is gone.
		const answers = async () =>
			(await getUser(`${address}:80`)).includes("ada@example.com");
		await eventually("the Service to answer", answers, { timeoutMs: 30_000 });
	});

	it("forwards ports, also to a server that listens on localhost only", async () => {
		await apply(
			serverPod({ namespace, name: "localhost" }, { BIND: "localhost" }),
		);
		await podAddresses(namespace);
		await logLine(namespace, "localhost", "serving on");
		for (const target of ["pod/localhost", "deployment/user-service"]) {
			const forward = spawn(programPath("kubectl"), [
				"port-forward",
				"--namespace",
				namespace,
				target,
				":50051",
			]);
			const [line] = await once(forward.stdout, "data");
			const port = `${line}`.match(/127\.0\.0\.1:(\d+)/)?.[1];
			expect(await getUser(`127.0.0.1:${port}`)).toContain("ada@example.com");
			forward.kill();
			await once(forward, "close");
		}
	});
});

describe("the users", () => {
	it.each([
		["admin", "create", "pods --subresource=portforward", "yes"],
		["viewer", "watch", "pods", "yes"],
		["viewer", "list", "endpointslices.discovery.k8s.io", "yes"],
		["viewer", "get", "deployments.apps", "yes"],
		["viewer", "get", "pods --subresource=portforward", "no"],
		["viewer", "delete", "pods", "no"],
		["viewer", "get", "secrets", "no"],
		["jane", "get", "pods", "no"],
	] as const)("%s may %s %s: %s", async (user, verb, resource, answer) => {
		const question = [
			"auth",
			"can-i",
			verb,
			...resource.split(" "),
			"--kubeconfig",
			kubeconfigPath(user),
		];
		const { stdout } = await attempt(programPath("kubectl"), question);
		expect(stdout.trim()).toBe(answer);
	});
});

function inNamespace(...args: string[]): Promise<string> {
	return kubectl([...args, "--namespace", namespace]);
}

async function rolledOut(): Promise<void> {
	await inNamespace(
		"rollout",
		"status",
		"deployment/user-service",
		"--timeout=60s",
	);
}

function getUser(target: string): Promise<string> {
	const request = ["-plaintext", "-max-time", "2", "-d", '{"id":"42"}'];
	return call(programPath("grpcurl"), [
		...request,
		target,
		"user.UserService/GetUser",
	]);
}
