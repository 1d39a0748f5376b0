import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	onTestFinished,
	test,
} from "vitest";
import type { SchemaDescription } from "../../src/commands/describe/report.ts";
import type { SchemaDiff } from "../../src/commands/diff/report.ts";
import type { ServiceList } from "../../src/commands/list/report.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment } from "./harness/manifests.ts";
import { runPlugin } from "./harness/plugin.ts";
import { parseResult } from "./harness/schema.ts";

let cluster: TestCluster;

beforeAll(async () => {
	cluster = await openCluster();
	// Others are compared with the schema of the oldest pods.
	await cluster.create(deployment("stable", { replicas: 2 }));
	await cluster.ready("stable", 2);
	await cluster.create(
		deployment("canary", { env: { SCHEMA: "v2" } }),
		deployment("mute", { env: { REFLECTION: "off" } }),
		deployment("nothing", { env: { PROTOCOL: "none" }, readiness: "none" }),
	);
	await cluster.ready("canary");
	await cluster.ready("mute");
});

afterAll(() => cluster[Symbol.asyncDispose]());

const BOTH = ["-l", "app in (stable,canary)"] as const;

describe("list", () => {
	test("prints one service a line, and the pod on stderr", async () => {
		const { stdout, stderr, status } = await cluster.run([
			"list",
			"deploy/stable",
		]);
		const services = stdout.trimEnd().split("\n");
		expect(services).toContain("user.UserService");
		expect(services).toEqual(services.toSorted());
		expect(stderr).toMatch(/^pod stable-\S+\n$/);
		expect(status).toBe(0);
	});

	test("prints the methods of a service", async () => {
		const { stdout } = await cluster.run([
			"list",
			"deploy/stable",
			"user.UserService",
		]);
		expect(stdout).toBe(
			"user.UserService.CreateUser\nuser.UserService.GetUser\nuser.UserService.ListUsers\n",
		);
	});

	test("asks the pod that is named", async () => {
		const [, last] = await cluster.ready("stable", 2);
		const { stdout } = await cluster.run([
			"list",
			"deploy/stable",
			"user.UserService",
			"--pod",
			last?.slice(-5) ?? "",
			"-o",
			"json",
		]);
		const list = parseResult<ServiceList>("ServiceList", stdout);
		expect(list.pod).toBe(last);
		expect(list.services[0]?.methods?.map(({ kind }) => kind)).toEqual([
			"unary",
			"server-streaming",
			"unary",
		]);
	});

	test("asks the selected pods, whichever files are given", async () => {
		const { stdout, stderr } = await cluster.run([
			"list",
			"user.UserService",
			"-lapp=canary",
			"--proto=user.proto",
			"--import-path=test/proto",
		]);
		expect(stdout).toContain("user.UserService.DeleteUser\n");
		expect(stderr).toMatch(/^pod canary-\S+\n$/);
	});

	test("covers every workload, and reports one that is unknown", async () => {
		const { stdout, stderr, status } = await cluster.run(["list"]);
		expect(stdout).toMatch(/^WORKLOAD +SERVICE\n/);
		expect(stdout).toMatch(/\ndeploy\/stable +user\.UserService\n/);
		expect(stdout).toMatch(/\ndeploy\/mute +\(not known\)\n/);
		expect(stderr).toMatch(/^deploy\/mute: .+\n {2}.*--proto/m);
		expect(status).toBe(2);
	});

	test("covers every workload that is selected, whichever files are given", async () => {
		const { stdout, stderr, status } = await cluster.run([
			"list",
			"-l",
			"app in (stable,mute)",
			"--proto=user.proto",
			"--import-path=test/proto",
		]);
		expect(stdout).toMatch(/^WORKLOAD +SERVICE\n/);
		expect(stdout).toMatch(/\ndeploy\/stable +grpc\.health\.v1\.Health\n/);
		expect(stdout).toMatch(/^deploy\/mute +\(not known\)$/m);
		expect(stderr).toMatch(/^deploy\/mute: .+\n {2}name the workload/m);
		expect(status).toBe(3);
	});

	test("prints the services of every workload by name, once each", async () => {
		const { stdout } = await cluster.run(["list", "-o", "name"]);
		expect(stdout).not.toContain("WORKLOAD");
		expect(stdout.match(/^user\.UserService$/gm)).toHaveLength(1);
	});

	test("takes an address", async () => {
		const [pod] = await cluster.ready("canary");
		const address = await cluster.address(pod ?? "");
		const { stdout, stderr } = await cluster.run([
			"list",
			address,
			"user.UserService",
			"--plaintext",
		]);
		expect(stdout).toContain("user.UserService.DeleteUser\n");
		expect(stderr).toBe("");
	});

	test("suggests the service with the nearest name", async () => {
		const { stderr, status } = await cluster.run([
			"list",
			"deploy/stable",
			"user.UserServise",
		]);
		expect(stderr).toContain("did you mean user.UserService?");
		expect(status).toBe(1);
	});

	test("names all services where none has a near name", async () => {
		const { stderr, status } = await cluster.run([
			"list",
			"deploy/stable",
			"x.Y",
		]);
		expect(stderr).toMatch(/there are: .*user\.UserService/);
		expect(status).toBe(1);
	});

	test("explains a server without reflection", async () => {
		const { stderr, status } = await cluster.run(["list", "deploy/mute"]);
		expect(stderr).toContain("error:");
		expect(stderr).toContain("--proto");
		expect(status).toBe(3);
	});
});

describe("describe", () => {
	test("prints the known symbols, then reports the unknown", async () => {
		const words = ["describe", "deploy/stable", "user.User", "user.Typo"];
		const { stdout, stderr, status } = await cluster.run(words);
		expect(stdout).toMatch(/^user\.User is a message:/);
		expect(stderr).toContain(
			"error: the server knows nothing called user.Typo",
		);
		expect(status).toBe(1);
	});

	test("names a pod of another namespace with its namespace, also in a replay", async () => {
		const file = join(temporaryFolder(onTestFinished), "run.jsonl");
		const args = ["describe", "-A", "-lapp=canary", "user.User"];
		const { stderr } = await cluster.run([...args, `--record=${file}`]);
		expect(stderr).toMatch(/^pod [^/]+\/canary-\S+\n$/);
		const again = await runPlugin(
			["describe", "user.User", `--replay=${file}`],
			{},
		);
		expect(again.stderr).toBe(stderr);
	});

	test("prints a message and a method as grpcurl does", async () => {
		const { stdout } = await cluster.run([
			"describe",
			"deploy/stable",
			"user.User",
			"/user.UserService/ListUsers",
		]);
		expect(stdout).toBe(`user.User is a message:
message User {
  string id = 1;
  string name = 2;
  string email = 3;
}
user.UserService.ListUsers is a method:
rpc ListUsers ( .user.ListUsersRequest ) returns ( stream .user.User );
`);
	});

	test("asks a pod nothing that an earlier run has cached", async () => {
		const { namespace, kubeconfig } = cluster;
		const words = ["-n", namespace, "describe", "deploy/canary", "user.User"];
		const env = {
			KUBECONFIG: kubeconfig,
			XDG_CACHE_HOME: temporaryFolder(onTestFinished),
		};
		const describeUser = (...flags: readonly string[]) =>
			runPlugin([...words, ...flags], env);
		const first = await describeUser();
		expect(first.status).toBe(0);
		// The server speaks no TLS, so with --tls every question to it fails.
		expect(await describeUser("--tls")).toEqual(first);
		expect((await describeUser("--tls", "--no-cache")).status).not.toBe(0);
	});

	/** Returns what --template adds for a symbol. */
	const withTemplate = async (name: string) => {
		const described = ["describe", "deploy/stable", name, "--template"];
		const { stdout } = await cluster.run([...described, "-o", "json"]);
		const { symbols } = parseResult<SchemaDescription>(
			"SchemaDescription",
			stdout,
		);
		return symbols[0];
	};

	test("prints a request to fill in", async () => {
		const symbol = await withTemplate(".user.CreateUserRequest");
		expect(symbol?.template).toEqual({ name: "", email: "" });
	});

	test("prints the requests of a service's methods", async () => {
		const symbol = await withTemplate("user.UserService");
		expect(symbol?.methods).toEqual([
			{
				method: "user.UserService/GetUser",
				template: { id: "" },
				oneofs: [],
			},
			{
				method: "user.UserService/ListUsers",
				template: { limit: 0 },
				oneofs: [],
			},
			{
				method: "user.UserService/CreateUser",
				template: { name: "", email: "" },
				oneofs: [],
			},
		]);
	});

	test("reads files without any cluster", async () => {
		const { stdout, stderr } = await cluster.run([
			"describe",
			"user.UserService/GetUser",
			"--proto",
			"user.proto",
			"--import-path",
			"test/proto",
			"--kubeconfig",
			"/nonexistent",
		]);
		expect(stdout).toContain(
			"rpc GetUser ( .user.GetUserRequest ) returns ( .user.User );",
		);
		expect(stderr).toBe("");
	});

	test.each([
		["user.Usr", "user.User"],
		["getuser", "user.UserService.GetUser"],
	])("%s, which is none, with the near %s", async (typed, near) => {
		const { stderr, status } = await cluster.run([
			"describe",
			"deploy/stable",
			typed,
		]);
		expect(stderr).toContain(`did you mean ${near}?`);
		expect(status).toBe(1);
	});
});

describe("diff", () => {
	test("finds no difference between replicas that serve the same", async () => {
		const { stdout, status } = await cluster.run([
			"diff",
			"deploy/stable",
			"--exit-code",
		]);
		expect(stdout).toMatch(/^1 schema on 2 pods\n/);
		expect(stdout).toContain("same: there is no difference");
		expect(status).toBe(0);
	});

	test("reports both of two targets that do not exist", async () => {
		const { stderr, status } = await cluster.run([
			"diff",
			"deploy/gone",
			"deploy/lost",
		]);
		expect(stderr).toContain('"gone" not found');
		expect(stderr).toContain('"lost" not found');
		expect(status).toBe(1);
	});

	test("shows a replica that serves another schema", async () => {
		const { stdout, status } = await cluster.run(["diff", ...BOTH]);
		expect(stdout).toMatch(/^2 schemas on 3 pods\n {2}A {2}2 pods/);
		expect(stdout).toMatch(/user\.User +A → B +breaks wire and JSON\n/);
		expect(stdout).toContain("  - string email = 3;\n");
		expect(stdout).toContain("  + repeated string email = 3;\n");
		expect(stdout).toMatch(/user\.UserService\/DeleteUser +A → B +only in B/);
		expect(status).toBe(0);
	});

	test("prints JSON with findings, and has an exit status for pipelines", async () => {
		const { stdout, status } = await cluster.run([
			"diff",
			...BOTH,
			"-o",
			"json",
			"--exit-code",
		]);
		const diff = parseResult<SchemaDiff>("SchemaDiff", stdout);
		expect(diff.breaks).toEqual(["wire", "json", "source"]);
		expect(diff.findings.map(({ finding }) => finding.code)).toEqual([
			"KG202",
			"KG203",
			"KG204",
		]);
		expect(status).toBe(1);
	});

	test("compares two targets in the order in which they are given", async () => {
		const { stdout } = await cluster.run([
			"diff",
			"deploy/canary",
			"deploy/stable",
		]);
		expect(stdout).toMatch(
			/user\.UserService\/DeleteUser +A → B +only in A, breaks source/,
		);
		expect(stdout).not.toContain("KG2");
	});

	test("compares a target and files", async () => {
		const files = ["--proto", "user.proto", "--import-path", "test/proto"];
		const same = await cluster.run([
			"diff",
			"deploy/stable",
			...files,
			"--exit-code",
		]);
		expect(same.stdout).toContain("same: there is no difference");
		expect(same.status).toBe(0);
		const other = await cluster.run([
			"diff",
			"deploy/canary",
			...files,
			"--exit-code",
		]);
		expect(other.status).toBe(1);
	});

	test("writes what was compared, for other tools", async () => {
		const folder = temporaryFolder(onTestFinished);
		const out = [
			`--protoset-out=${folder}/api.binpb`,
			`--proto-out-dir=${folder}/proto`,
		];
		await cluster.run(["diff", ...BOTH, ...out]);
		const { stdout } = await runPlugin(
			["list", `--protoset=${folder}/api.B.binpb`, "user.UserService"],
			{},
		);
		expect(stdout).toContain("user.UserService.DeleteUser\n");
		const first = await readFile(`${folder}/proto/A/user.proto`, "utf8");
		expect(first).toContain("string email = 3;");
		expect(first).not.toContain("DeleteUser");
		await cluster.run(["diff", "deploy/stable", ...out]);
		expect(await readdir(folder)).toContain("api.binpb");
	});

	test("compares the other pods when one is not reached", async () => {
		const { stdout, status } = await cluster.run([
			"diff",
			"-l",
			"app in (stable,nothing,mute)",
		]);
		expect(stdout).toMatch(/^1 schema on 2 pods, 2 not known\n/);
		expect(stdout).toMatch(/- +1 pod +\S+ +\S+ +\S.*\n +.*turn reflection on/);
		expect(status).toBe(2);
	});

	test("prints the same in a replay", async () => {
		const file = join(temporaryFolder(onTestFinished), "run.jsonl");
		const first = await cluster.run(["diff", ...BOTH, "--record", file]);
		const again = await cluster.run(["diff", "--replay", file]);
		expect(again.stdout).toBe(first.stdout);
	});
});
