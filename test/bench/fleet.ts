import { execFileSync } from "node:child_process";

/** The namespace and the pods to measure. */
export type Fleet = {
	readonly namespace: string;
	readonly pods: readonly string[];
};

/** Makes a deployment of `replicas` healthy servers and waits until all are Ready. */
export function createFleet(namespace: string, replicas: number): Fleet {
	kubectl(["create", "namespace", namespace]);
	kubectl(["apply", "-n", namespace, "-f", "-"], manifest(replicas));
	kubectl([
		"rollout",
		"status",
		"-n",
		namespace,
		"deploy/user-service",
		"--timeout=180s",
	]);
	const names = kubectl([
		"get",
		"pods",
		"-n",
		namespace,
		"-o",
		"jsonpath={.items[*].metadata.name}",
	]);
	return { namespace, pods: names.split(" ") };
}

/** Adds one server, configured by its environment, and returns its pod's name. */
export function createServer(
	namespace: string,
	name: string,
	env: Readonly<Record<string, string>>,
): string {
	kubectl(["apply", "-n", namespace, "-f", "-"], manifest(1, name, env));
	const there = ["-n", namespace];
	kubectl(["rollout", "status", ...there, `deploy/${name}`, "--timeout=60s"]);
	return kubectl([
		...["get", "pods", ...there, "-l", `app=${name}`],
		...["-o", "jsonpath={.items[0].metadata.name}"],
	]);
}

/** Deletes the fleet's namespace. */
export function removeFleet({ namespace }: Fleet): void {
	kubectl(["delete", "namespace", namespace, "--wait=false"]);
}

function kubectl(args: readonly string[], input = ""): string {
	return execFileSync("kubectl", args, {
		encoding: "utf8",
		input,
		stdio: ["pipe", "pipe", "inherit"],
	});
}

function manifest(
	replicas: number,
	name = "user-service",
	env: Readonly<Record<string, string>> = {},
): string {
	const labels = { app: name };
	const container = {
		name: "server",
		image: "kubectl-grpc.test/user-service:v1",
		imagePullPolicy: "Never",
		env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
		ports: [{ name: "grpc", containerPort: 50051 }],
		readinessProbe: { grpc: { port: 50051 }, periodSeconds: 10 },
	};
	return JSON.stringify({
		apiVersion: "apps/v1",
		kind: "Deployment",
		metadata: { name },
		spec: {
			replicas,
			selector: { matchLabels: labels },
			template: {
				metadata: { labels },
				spec: { terminationGracePeriodSeconds: 1, containers: [container] },
			},
		},
	});
}
