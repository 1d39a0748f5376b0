// `npm run readme`: makes the outputs of README.md anew, on the real Kubernetes of test/cluster. `npm run readme sandbox` only prints
// what the sandbox gives. It runs itself on that cluster, and there in a namespace of its own.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { shellWord } from "../../src/shell-word.ts";

const PLUGIN = fileURLToPath(
	new URL("../../bin/kubectl-grpc", import.meta.url),
);
const README = fileURLToPath(new URL("../../README.md", import.meta.url));
const NAMESPACE = "shop";
const TARGET = "deploy/user-service";
const ON_CLUSTER = "on-cluster";

const HEALTH = ["health", TARGET];
/** Each server begins with the users 42 to 44, so the first one that is created is 45. */
const CALL = [
	...["call", TARGET, "GetUser", "-d", '{"id": "45"}', "--all-pods"],
];

/** Three replicas whose readiness probe never asks gRPC health. */
const MANIFEST = {
	apiVersion: "apps/v1",
	kind: "Deployment",
	metadata: { name: "user-service" },
	spec: {
		replicas: 3,
		selector: { matchLabels: { app: "user-service" } },
		template: {
			metadata: { labels: { app: "user-service" } },
			spec: {
				containers: [
					{
						name: "user-service",
						image: "kubectl-grpc.test/user-service:v1",
						imagePullPolicy: "Never",
						ports: [{ name: "grpc", containerPort: 50051 }],
						readinessProbe: { tcpSocket: { port: 50051 } },
					},
				],
			},
		},
	},
};

function kubectl(args: readonly string[], input = ""): string {
	return execFileSync("kubectl", args, { encoding: "utf8", input });
}

/** Runs the plugin and returns what it prints. A replica in trouble is no failure here. @throws Error when it prints nothing */
function plugin(args: readonly string[]): string {
	const { stdout, error } = spawnSync(process.execPath, [PLUGIN, ...args], {
		encoding: "utf8",
		stdio: ["ignore", "pipe", "inherit"],
	});
	if (error !== undefined) throw error;
	if (stdout === "") throw new Error(`nothing from ${args.join(" ")}`);
	return stdout;
}

/** Calls a method of one pod. */
function steer(pod: string, method: string, request: object): void {
	plugin(["call", pod, method, "-d", JSON.stringify(request)]);
}

/** Starts the servers and waits for them, and returns the names of their pods. */
function startServers(): readonly string[] {
	kubectl(["create", "namespace", NAMESPACE]);
	kubectl(["config", "set-context", "--current", `--namespace=${NAMESPACE}`]);
	kubectl(["apply", "-f", "-"], JSON.stringify(MANIFEST));
	kubectl(["rollout", "status", TARGET, "--timeout=60s"]);
	return kubectl(["get", "pods", "-o", "name"]).trim().split("\n").toSorted();
}

/** Returns a command and what it prints, as README.md shows them. */
function blockOf(args: readonly string[]): string {
	const line = ["kubectl", "grpc", ...args].map(shellWord).join(" ");
	return `\`\`\`\n$ ${line}\n${plugin(args)}\`\`\`\n`;
}

/** Puts a block in the place of the one with the same command. @throws Error when there is none */
function replaceBlock(page: string, block: string): string {
	const [, command = ""] = block.split("\n");
	const start = page.indexOf(`\`\`\`\n${command}\n`);
	if (start < 0) throw new Error(`README.md does not have ${command}`);
	const end = page.indexOf("\n```\n", start) + "\n```\n".length;
	return page.slice(0, start) + block + page.slice(end);
}

function makeOutputs(): void {
	const [first = "", second = "", third = ""] = startServers();
	steer(second, "SetHealth", { service: "", status: "NOT_SERVING" });
	for (const pod of [first, third])
		steer(pod, "CreateUser", { name: "Alan", email: "alan@example.com" });
	const blocks = [HEALTH, CALL].map(blockOf);
	console.log(blocks.join("\n"));
	if (process.env["KUBECTL_GRPC_TEST_CLUSTER"] === "real")
		writeFileSync(
			README,
			blocks.reduce(replaceBlock, readFileSync(README, "utf8")),
		);
}

if (process.argv[2] === ON_CLUSTER) makeOutputs();
else {
	const cluster =
		process.argv[2] === "sandbox"
			? [PLUGIN, "sandbox"]
			: [
					fileURLToPath(new URL("../cluster/cluster.ts", import.meta.url)),
					"run",
				];
	const self = fileURLToPath(import.meta.url);
	const { status, error } = spawnSync(
		process.execPath,
		[...cluster, "--", process.execPath, self, ON_CLUSTER],
		{ stdio: "inherit" },
	);
	if (error !== undefined) throw error;
	process.exitCode = status ?? 1;
}
