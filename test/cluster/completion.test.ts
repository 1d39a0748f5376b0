// Completion as people get it: the real kubectl calls the shim, the shim calls the plugin, the plugin asks a real API server.
import { execFile } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCluster, type TestCluster } from "../scenarios/harness/cluster.ts";
import { deployment } from "../scenarios/harness/manifests.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { kubeconfigPath, programPath } from "./control.ts";

const PLUGIN = fileURLToPath(
	new URL("../../bin/kubectl-grpc", import.meta.url),
);
const folder = temporaryFolder(afterAll);
const run = promisify(execFile);

let cluster: TestCluster;

beforeAll(async () => {
	const plugin = join(folder, "kubectl-grpc");
	writeFileSync(plugin, `#!/bin/sh\nexec ${process.execPath} ${PLUGIN} "$@"\n`);
	chmodSync(plugin, 0o755);
	await run(plugin, ["completion", "kubectl"], { env: environment() });
	cluster = await openCluster();
	await cluster.create(deployment("server", { replicas: 2 }));
	await cluster.ready("server", 2);
});

afterAll(() => cluster[Symbol.asyncDispose]());

function environment(): NodeJS.ProcessEnv {
	return {
		PATH: [folder, process.env["PATH"]].join(delimiter),
		HOME: folder,
		KUBECONFIG: kubeconfigPath("admin"),
		// The tests share the machine with a whole Kubernetes, so the limit is longer.
		KUBECTL_GRPC_COMPLETION_TIMEOUT: "30s",
	};
}

/** Returns the lines that kubectl gives to the shell: candidates, then Cobra's directive. */
async function completed(
	...words: readonly string[]
): Promise<readonly string[]> {
	const { stdout } = await run(
		programPath("kubectl"),
		["__complete", "grpc", ...words],
		{ env: environment() },
	);
	return stdout.trimEnd().split("\n");
}

describe("kubectl __complete grpc", () => {
	test("commands, with what they do", async () => {
		const lines = await completed("hea");
		expect(lines).toEqual([expect.stringMatching(/^health\tCheck /), ":4"]);
	});

	test("flags and their values", async () => {
		expect(await completed("health", "--all-n")).toEqual([
			expect.stringMatching(/^--all-namespaces\t/),
			":4",
		]);
		expect(await completed("health", "--output=js")).toEqual([
			"json",
			"jsonpath=",
			":4",
		]);
		expect(await completed("health", "--cacert", "")).toEqual([":0"]);
	});

	test("types without a space, then names, of the namespace on the line", async () => {
		expect(await completed("health", "dep")).toEqual([
			"deploy/\tdeployments.apps",
			":6",
		]);
		expect(
			await completed("health", "-n", cluster.namespace, "deploy/"),
		).toEqual(["deploy/server", ":4"]);
	});

	test("pods, and the ports and containers of a target", async () => {
		const there = ["-n", cluster.namespace] as const;
		const [pod = ""] = await completed("health", ...there, "server-");
		expect(pod).toMatch(/^server-/);
		expect(await completed("health", ...there, pod, "--port", "")).toEqual([
			expect.stringMatching(/^grpc\t/),
			expect.stringMatching(/^50051\t/),
			":4",
		]);
		expect(
			await completed("health", ...there, "deploy/server", "-c", ""),
		).toEqual([expect.stringMatching(/^server\t/), ":4"]);
	});

	test("methods and symbols of what runs there", async () => {
		const there = ["-n", cluster.namespace, "deploy/server"] as const;
		expect(await completed("call", ...there, "user.UserService/G")).toEqual([
			expect.stringMatching(/^user\.UserService\/GetUser\t/),
			":4",
		]);
		expect(await completed("list", ...there, "user.")).toEqual([
			"user.UserService",
			":4",
		]);
		expect(await completed("describe", ...there, "user.GetUserR")).toEqual([
			"user.GetUserRequest\tmessage",
			":4",
		]);
	});

	test("namespaces and contexts", async () => {
		expect(await completed("health", "-n", "kube-s")).toEqual([
			"kube-system",
			":4",
		]);
		const contexts = await completed("version", "--context", "");
		expect(contexts.length).toBeGreaterThan(1);
	});

	test("a user who may see nothing gets no candidates", async () => {
		expect(await completed("health", "--as=nobody", "deploy/")).toEqual([":4"]);
	});
});
