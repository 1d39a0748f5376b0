// Runs the real kubectl on the sandbox, if it is installed.
import { execFile, execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { healthy } from "../../../src/sandbox/scenarios/healthy.ts";
import { server } from "../../../src/sandbox/scenarios/manifest.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { runSandboxForTests } from "./running-sandbox.ts";

function hasKubectl(): boolean {
	try {
		execFileSync("kubectl", ["version", "--client"], { stdio: "ignore" });
		return true;
	} catch {
		return false;
	}
}

const run = promisify(execFile);

describe.skipIf(!hasKubectl())("kubectl", async () => {
	const sandbox = await runSandboxForTests({ scenario: healthy });
	await sandbox.ready;
	const folder = temporaryFolder(afterAll);

	const kubectl = async (...args: readonly string[]): Promise<string> => {
		const { stdout } = await run(
			"kubectl",
			[`--cache-dir=${join(folder, "cache")}`, ...args],
			{ env: { ...process.env, KUBECONFIG: sandbox.kubeconfigPath } },
		);
		return stdout;
	};
	const file = async (name: string, ...items: readonly object[]) => {
		const path = join(folder, name);
		const list = { apiVersion: "v1", kind: "List", items };
		await writeFile(path, JSON.stringify(list));
		return path;
	};

	test("gets pods as the server prints them", async () => {
		const [header, ...rows] = (await kubectl("get", "pods", "-o", "wide"))
			.trim()
			.split("\n");
		expect(header?.split(/\s{2,}/)).toEqual([
			"NAME",
			"READY",
			"STATUS",
			"RESTARTS",
			"AGE",
			"IP",
			"NODE",
			"NOMINATED NODE",
			"READINESS GATES",
		]);
		expect(rows).toHaveLength(4);
		for (const row of rows)
			expect(row).toMatch(
				/^(user|order)-service-\S+\s+1\/1\s+Running\s+0\s+\d+s\s+10\.244\.\d\.\d+\s+sandbox-\d/,
			);
	});

	test.each([
		["get", "all"],
		["get", "pods,svc,endpointslices,nodes,events", "-A"],
		["get", "deploy", "user-service", "-o", "yaml"],
		["describe", "deploy", "user-service"],
		["describe", "svc", "user-service"],
		["describe", "pods"],
		["describe", "nodes"],
		["api-resources"],
		["auth", "whoami"],
		["auth", "can-i", "get", "pods", "--subresource=portforward"],
	])("%s %s works", async (...args) => {
		expect(await kubectl(...args)).not.toBe("");
	});

	test("logs", async () => {
		expect(await kubectl("logs", "deploy/order-service")).toBe(
			"serving on 0.0.0.0:50051\n",
		);
	});

	test.each(["exec", "attach"])("says that it has no %s", async (verb) => {
		const words = verb === "exec" ? ["--", "ls"] : [];
		await expect(
			kubectl(verb, "deploy/order-service", ...words),
		).rejects.toMatchObject({
			stderr: expect.stringContaining(`the sandbox has no ${verb}`),
		});
	});

	test("says that it has no server-side apply", async () => {
		const path = await file("side.json", ...server({ name: "side" }));
		await expect(
			kubectl("apply", "--server-side", "-f", path),
		).rejects.toMatchObject({
			stderr: expect.stringContaining(
				"the sandbox has no server-side apply; kubectl apply without --server-side works",
			),
		});
	});

	test("explains nothing, and says so", async () => {
		await expect(kubectl("explain", "pods")).rejects.toMatchObject({
			stderr: expect.stringMatching(/^error: GVK .* not found in OpenAPI/),
		});
	});

	test("creates a job", async () => {
		await kubectl(
			"create",
			"job",
			"once",
			"--image=kubectl-grpc.test/user-service:v1",
		);
		expect(
			await kubectl(
				"get",
				"job/once",
				"-o",
				"jsonpath={.spec.template.spec.containers[0].image}",
			),
		).toBe("kubectl-grpc.test/user-service:v1");
		await kubectl("delete", "job/once");
	});

	test("lists what a user may do", async () => {
		const rules = await kubectl("--context=viewer", "auth", "can-i", "--list");
		expect(rules).toMatch(
			/^Resources +Non-Resource URLs +Resource Names +Verbs$/m,
		);
		expect(rules).toMatch(/^pods +\[\] +\[\] +\[get list watch\]$/m);
		expect(rules).toMatch(/^ +\[\/version\] +\[\] +\[get\]$/m);
		expect(rules).not.toContain("pods/portforward");
	});

	test("creates, applies, scales, rolls out, undoes and deletes", async () => {
		const first = await file(
			"web.json",
			...server({ name: "web", replicas: 1 }),
		);
		expect(await kubectl("create", "-f", first, "--save-config")).toBe(
			"deployment.apps/web created\nservice/web created\n",
		);
		const rolledOut = () =>
			kubectl("rollout", "status", "deploy/web", "--timeout=60s");
		expect(await rolledOut()).toContain("successfully rolled out");

		const changed = server({
			name: "web",
			replicas: 1,
			image: "kubectl-grpc.test/user-service:v2",
		});
		const second = await file("web-2.json", ...changed);
		expect(await kubectl("apply", "-f", second)).toBe(
			"deployment.apps/web configured\nservice/web unchanged\n",
		);
		await rolledOut();
		await kubectl("set", "env", "deploy/web", "HEALTH_LIST=unimplemented");
		await kubectl("rollout", "restart", "deploy/web");
		await rolledOut();
		const templates = async () =>
			(await kubectl("get", "rs", "-l", "app=web", "-o", "name")).split("\n");
		const before = await templates();
		await kubectl("rollout", "undo", "deploy/web");
		await rolledOut();
		expect(await templates()).toEqual(before);
		await kubectl("scale", "deploy/web", "--replicas=2");
		await rolledOut();
		await kubectl("patch", "deploy", "web", "-p", '{"spec":{"replicas":1}}');
		await rolledOut();
		const images = await kubectl(
			"get",
			"deploy/web",
			"-o",
			"jsonpath={.spec.replicas} {.spec.template.spec.containers[0].image}",
		);
		expect(images).toBe("1 kubectl-grpc.test/user-service:v2");
		// kubectl's sentence about a deletion differs by version; names do not.
		expect(await kubectl("delete", "-f", second, "-o", "name")).toBe(
			"deployment.apps/web\nservice/web\n",
		);
	});

	test("deletes a pod and waits until it is gone", async () => {
		await kubectl("run", "lonely", "--image=kubectl-grpc.test/user-service:v1");
		await kubectl(
			"wait",
			"--for=condition=Ready",
			"pod/lonely",
			"--timeout=60s",
		);
		await kubectl("delete", "pod", "lonely");
		await expect(kubectl("get", "pod", "lonely")).rejects.toMatchObject({
			stderr: 'Error from server (NotFound): pods "lonely" not found\n',
		});
	});

	test("gives jane the role that a hint tells her to ask for", async () => {
		const forwarding = () =>
			kubectl(
				"--context=jane",
				"auth",
				"can-i",
				"get",
				"pods",
				"--subresource=portforward",
			);
		await expect(forwarding()).rejects.toMatchObject({ stdout: "no\n" });
		await kubectl(
			"create",
			"role",
			"grpc-diagnostics",
			"--verb=get,list,watch,create",
			"--resource=pods,pods/portforward",
		);
		await kubectl(
			"create",
			"rolebinding",
			"jane-diagnoses",
			"--role=grpc-diagnostics",
			"--user=jane",
		);
		expect(await forwarding()).toBe("yes\n");
	});

	test("drains a node", async () => {
		await kubectl("drain", "sandbox-1", "--force", "--timeout=60s");
		await kubectl("uncordon", "sandbox-1");
		const rolledOut = ["rollout", "status", "deploy/user-service"] as const;
		expect(await kubectl(...rolledOut)).toContain("successfully rolled out");
	});
});
