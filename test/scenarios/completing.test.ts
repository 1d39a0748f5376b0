import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	onTestFinished,
	test,
} from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { tcpServer } from "../unit/tcp-server.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment, service, tlsSecret } from "./harness/manifests.ts";
import { runPlugin } from "./harness/plugin.ts";

let cluster: TestCluster;
let pods: readonly string[];

beforeAll(async () => {
	cluster = await openCluster();
	await cluster.create(
		deployment("alpha", { replicas: 2 }),
		deployment("beta", {
			ports: [
				{ name: "grpc", containerPort: 50051 },
				{ name: "metrics", containerPort: 9464 },
			],
		}),
		deployment("mute", { env: { REFLECTION: "off" } }),
		service("alpha", "alpha", { ports: [{ port: 80, targetPort: 50051 }] }),
		tlsSecret("client", { certificate: "x", key: "y", ca: "z" }),
	);
	pods = await cluster.ready("alpha", 2);
	await cluster.ready("beta");
	await cluster.ready("mute");
});

afterAll(() => cluster[Symbol.asyncDispose]());

/** Returns what the shell gets for a line. The time limit is longer than usual, since the machine is busy with other tests. */
async function completed(
	words: readonly string[],
	user?: "admin" | "jane",
): Promise<readonly string[]> {
	const { stdout, stderr, status } = await cluster.complete(words, user);
	expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
	return stdout.trimEnd().split("\n");
}

/** Returns the values alone, without descriptions and directive. */
async function values(...words: readonly string[]): Promise<readonly string[]> {
	const lines = await completed(words);
	return lines.slice(0, -1).map((line) => line.split("\t")[0] ?? "");
}

describe("from the cluster", () => {
	test("names of a type are offered, also of several targets", async () => {
		expect(await values("health", "deploy/")).toEqual([
			"deploy/alpha",
			"deploy/beta",
			"deploy/mute",
		]);
		expect(await values("health", "deploy/alpha", "deploy/")).toEqual([
			"deploy/beta",
			"deploy/mute",
		]);
		expect(await values("health", "deployments.apps/b")).toEqual([
			"deployments.apps/beta",
		]);
		expect(await values("health", "svc/")).toEqual(["svc/alpha"]);
		expect(await values("health", "deploy", "al")).toEqual(["alpha"]);
	});

	test("a word that begins no type begins a pod's name", async () => {
		expect(await values("health", "alpha-")).toEqual(pods.toSorted());
	});

	test("namespaces", async () => {
		expect(
			await values("health", "-n", cluster.namespace.slice(0, -1)),
		).toEqual([cluster.namespace]);
	});

	test("ports and containers of the target's pods", async () => {
		expect(await values("health", "deploy/beta", "--port", "")).toEqual([
			"grpc",
			"50051",
			"metrics",
			"9464",
		]);
		expect(await values("health", "deploy/alpha", "--port=g")).toEqual([
			"grpc",
		]);
		expect(await values("health", "deploy/alpha", "-c", "")).toEqual([
			"server",
		]);
	});

	test("pods of the target are offered; a method behind them is not", async () => {
		expect(await values("list", "deploy/alpha", "--pod", "")).toEqual(
			pods.toSorted(),
		);
		const call = ["call", "deploy/beta", "user.UserService/GetUser"];
		expect(await values(...call, "--pod=")).toHaveLength(1);
		expect(await values(...call, "--port", "m")).toEqual(["metrics"]);
	});

	test("TLS Secrets", async () => {
		expect(await values("health", "--tls-secret", "")).toEqual(["client"]);
	});

	test("what the user may not see is not offered, and no error is printed", async () => {
		expect(await completed(["health", "deploy/"], "jane")).toEqual([":4"]);
	});
});

describe("from the schema", () => {
	test("methods of the target that begin with the word are offered", async () => {
		const get = [
			"user.UserService/GetUser\tuser.GetUserRequest → user.User",
			":4",
		];
		expect(
			await completed(["call", "deploy/alpha", "user.UserService/G"]),
		).toEqual(get);
		expect(await values("call", "deploy/alpha", "user.")).toEqual([
			"user.UserService/GetUser",
			"user.UserService/ListUsers",
			"user.UserService/CreateUser",
		]);
		expect(
			await values("call", "-l", "app=beta", "user.UserService.G"),
		).toEqual(["user.UserService.GetUser"]);
		expect(await values("call", "deploy", "alpha", "GetU")).toEqual([
			"GetUser",
		]);
		expect(await values("call", "deploy/alpha", "GetUser", "")).toEqual([]);
	});

	test("services come first where there are several", async () => {
		const lines = await completed(["call", "deploy/alpha", ""]);
		expect(lines).toContain("user.UserService/");
		expect(lines).toContain("grpc.health.v1.Health/");
		expect(lines.at(-1)).toBe(":6");
	});

	test("methods are offered only behind a target", async () => {
		for (const command of ["call", "describe", "list"])
			expect(await values(command, "deploy/a")).toEqual(["deploy/alpha"]);
	});

	test("symbols to describe are offered once each", async () => {
		expect(await values("describe", "deploy/alpha", "user.U")).toEqual([
			"user.User",
			"user.UserService",
			"user.UserService.GetUser",
			"user.UserService.ListUsers",
			"user.UserService.CreateUser",
		]);
		expect(
			await values("describe", "deploy/alpha", "user.User", "user.User"),
		).not.toContain("user.User");
	});

	test("services are offered to list, and to check the health of", async () => {
		expect(await values("list", "deploy/alpha", "user.")).toEqual([
			"user.UserService",
		]);
		expect(
			await values("health", "deploy/alpha", "deploy/beta", "--service=user."),
		).toEqual(["user.UserService"]);
	});

	test("methods of files are offered without any cluster", async () => {
		const files = ["--proto=user.proto", "--import-path=test/proto"];
		const lines = async (...words: readonly string[]) => {
			const run = await runPlugin(["__complete", ...words], {
				KUBECTL_GRPC_COMPLETION_TIMEOUT: "30s",
			});
			expect(run.stderr).toBe("");
			return run.stdout.trimEnd().split("\n");
		};
		expect(await lines("describe", ...files, "user.Us")).toContain(
			"user.User\tmessage",
		);
		expect(await lines("list", ...files, "")).toEqual([
			"user.UserService",
			":4",
		]);
		expect(await lines("call", "deploy/x", ...files, "Create")).toEqual([
			"CreateUser\tuser.CreateUserRequest → user.User",
			":4",
		]);
		expect(await lines("list", "--proto=missing.proto", "")).toEqual([":4"]);
	});

	test("methods that an earlier run cached are offered without asking the server", async () => {
		const env = {
			KUBECONFIG: cluster.kubeconfig,
			KUBECTL_GRPC_COMPLETION_TIMEOUT: "30s",
			XDG_CACHE_HOME: temporaryFolder(onTestFinished),
		};
		const words = ["-n", cluster.namespace, "call", "deploy/beta"];
		const complete = async (...flags: readonly string[]) =>
			(
				await runPlugin(["__complete", ...words, ...flags, "GetU"], env)
			).stdout.trimEnd();
		// The server speaks no TLS, so with --tls every question to it fails.
		expect(await complete("--tls")).toBe(":4");
		await runPlugin([...words.slice(0, 2), "describe", ...words.slice(3)], env);
		expect(await complete("--tls")).toMatch(/^GetUser\t.*\n:4$/);
		expect(await complete("--tls", "--no-cache")).toBe(":4");
	});

	test("a server without reflection offers nothing, and no error is printed", async () => {
		expect(await completed(["call", "deploy/mute", "user."])).toEqual([":4"]);
	});
});

describe("when the cluster cannot be asked", () => {
	const kubeconfig = (server: string, user: object = {}) =>
		JSON.stringify({
			apiVersion: "v1",
			kind: "Config",
			clusters: [{ name: "c", cluster: { server } }],
			users: [{ name: "u", user }],
			contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
			"current-context": "x",
		});

	/** Completes `health deploy/` with a kubeconfig and expects no candidates. */
	async function expectNothing(config: string): Promise<void> {
		const file = join(temporaryFolder(onTestFinished), "config");
		writeFileSync(file, config);
		const run = await runPlugin(["__complete", "health", "deploy/"], {
			KUBECONFIG: file,
		});
		expect(run).toEqual({ stdout: ":4\n", stderr: "", status: 0 });
	}

	test("an API server that never answers is not waited for", async () => {
		const port = await tcpServer(() => {});
		await expectNothing(kubeconfig(`http://127.0.0.1:${port}`));
	});

	test.each([
		["refuses", kubeconfig("https://127.0.0.1:1")],
		["has no file that can be read", "clusters: [unclosed"],
		["has no server", "{}"],
	])("one that %s", async (_what, config) => {
		await expectNothing(config);
	});

	test("a credential plugin that takes its time is not waited for", async () => {
		const exec = {
			apiVersion: "client.authentication.k8s.io/v1",
			command: "sh",
			// The plugin does not inherit our stderr, because the harness waits for its end.
			args: ["-c", "exec sleep 300 2>/dev/null"],
			interactiveMode: "Never",
		};
		await expectNothing(kubeconfig("https://127.0.0.1:1", { exec }));
	});
});

describe("completion kubectl", () => {
	test("writes the shim beside the plugin and says so", async () => {
		const folder = temporaryFolder(onTestFinished);
		writeFileSync(join(folder, "kubectl-grpc"), "#!/bin/sh\n", { mode: 0o755 });
		const run = await runPlugin(["completion", "kubectl"], {
			PATH: folder,
			SHELL: "/bin/zsh",
		});
		expect(run).toMatchObject({ stderr: "", status: 0 });
		expect(run.stdout).toContain(`Wrote ${folder}/kubectl_complete-grpc\n`);
		expect(run.stdout).toContain("source <(kubectl completion zsh)");
		const again = await runPlugin(["completion", "kubectl"], { PATH: folder });
		expect(again.stdout).toContain("is there already");
	});

	test.each([
		[
			"no folder that may be written to",
			[],
			{ PATH: "/nonexistent" },
			/no folder/,
		],
		["no HOME", [], { PATH: "/nonexistent", HOME: "" }, /HOME is not set/],
		["a folder that is not there", ["--dir=missing"], {}, /no such folder/],
		[
			"a file for a folder",
			["--dir=file"],
			{},
			/its path leads through a file/,
		],
		[
			"a folder in place of the file",
			["--dir=taken"],
			{},
			/kubectl_complete-grpc/,
		],
		["another shell", ["tcsh"], {}, /one word/],
	])("%s is a clear error", async (_what, args, env, names) => {
		const folder = temporaryFolder(onTestFinished);
		writeFileSync(join(folder, "file"), "");
		mkdirSync(join(folder, "taken", "kubectl_complete-grpc"), {
			recursive: true,
		});
		const inFolder = args.map((arg) =>
			arg.replace("--dir=", `--dir=${folder}/`),
		);
		const run = await runPlugin(["completion", "kubectl", ...inFolder], env);
		expect(run.stderr).toMatch(/^error: .*\n {2}\S/);
		expect(run.stderr).toMatch(names);
		expect(run).toMatchObject({ stdout: "", status: 1 });
		expect(readdirSync(folder).sort()).toEqual(["file", "taken"]);
		expect(readdirSync(join(folder, "taken"))).toEqual([
			"kubectl_complete-grpc",
		]);
	});
});
