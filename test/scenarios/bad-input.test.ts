import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Finished } from "../in-process.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment, tlsSecret } from "./harness/manifests.ts";
import { hasControls, runPlugin } from "./harness/plugin.ts";

let cluster: TestCluster;
const folder = temporaryFolder(afterAll);

beforeAll(async () => {
	cluster = await openCluster();
	await mkdir(join(folder, "directory"));
	await writeFile(
		join(folder, "broken.yaml"),
		"clusters:\n- name: [unclosed\n",
	);
	await writeFile(join(folder, "empty"), "");
	await writeFile(join(folder, "text.pem"), "no certificate\n");
	await writeFile(
		join(folder, "lonely.proto"),
		'syntax = "proto3";\nimport "gone/away.proto";\n',
	);
	await writeFile(
		join(folder, "empty-token.yaml"),
		kubeconfigWithToken(join(folder, "empty")),
	);
	await cluster.create(
		deployment("server"),
		tlsSecret("no-pem", { certificate: "x", key: "y", ca: "z" }),
	);
	await cluster.ready("server");
});

afterAll(() => cluster[Symbol.asyncDispose]());

function kubeconfigWithToken(tokenFile: string): string {
	return JSON.stringify({
		apiVersion: "v1",
		kind: "Config",
		clusters: [{ name: "c", cluster: { server: "https://127.0.0.1:1" } }],
		users: [{ name: "u", user: { tokenFile } }],
		contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
		"current-context": "x",
	});
}

/** Expects one `error:` line that names the thing, a hint under it, status 1, and no control characters. */
function expectClearError(
	{ stdout, stderr, status }: Finished,
	names: RegExp,
): void {
	const [first = "", ...hints] = stderr.trimEnd().split("\n");
	expect(first).toMatch(/^error: /);
	expect(first).toMatch(names);
	expect(hints.length).toBeGreaterThan(0);
	for (const hint of hints) expect(hint).toMatch(/^ {2}\S/);
	expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
	expect({ stdout, status, controls: hasControls(stderr) }).toEqual({
		stdout: "",
		status: 1,
		controls: false,
	});
}

test.each([
	[
		"a target that does not exist",
		["health", "deploy/sever"],
		/"sever" not found/,
	],
	["a kind without pods", ["health", "configmap/x"], /configmap/],
	["an unknown kind", ["health", "deplyo/server"], /deplyo/],
	["a type without a name", ["health", "deploy"], /deploy/],
	[
		"a port's name that nobody has",
		["health", "deploy/server", "--port", "grcp"],
		/grcp/,
	],
	[
		"a flag of another subcommand",
		["health", "deploy/server", "--scenario", "x"],
		/--scenario/,
	],
	["a mistyped flag", ["health", "--al-namespaces"], /--al-namespaces/],
	["a mistyped command", ["helth"], /helth/],
	[
		"a duration without unit",
		["health", "--rpc-timeout", "10"],
		/--rpc-timeout.*10/,
	],
	["an unknown output format", ["health", "-o", "jsom"], /jsom/],
	[
		"a service name with control characters",
		["health", "--service", "a\u001b[31mb"],
		/--service/,
	],
	[
		"a certificate that is no PEM",
		["health", "deploy/server", "--cacert", "text.pem"],
		/text\.pem/,
	],
	[
		"a Secret that holds no PEM",
		["health", "deploy/server", "--tls-secret", "no-pem"],
		/no-pem/,
	],
	[
		"a context that is not there",
		["health", "--context", "nowhere"],
		/nowhere/,
	],
	["a recording that is none", ["health", "--replay", "text.pem"], /text\.pem/],
	[
		"a protoset that is none",
		["list", "--protoset", "text.pem"],
		/text\.pem is no protoset/,
	],
	[
		"a .proto file with an import that is not there",
		["list", "--proto", "lonely.proto"],
		/lonely\.proto:2:8: the import gone\/away\.proto is not there/,
	],
])("%s", async (_what, args, names) => {
	const inFolder = args.map((arg) =>
		/^(text\.pem|\w+\.proto)$/.test(arg) ? join(folder, arg) : arg,
	);
	expectClearError(await cluster.run(inFolder), names);
});

test.each([
	["that is a directory", "directory", /directory/],
	["with broken YAML", "broken.yaml", /broken\.yaml/],
	["that is not there", "missing.yaml", /missing\.yaml/],
	["whose token file is empty", "empty-token.yaml", /empty/],
])("a kubeconfig %s", async (_what, name, names) => {
	const run = await runPlugin(
		["health", "deploy/x", "--kubeconfig", join(folder, name)],
		{},
	);
	expectClearError(run, names);
});

test("a machine without any kubeconfig is told as such", async () => {
	expectClearError(await runPlugin(["health"], {}), /no kubeconfig/);
});

test("an import path that holds no files is an error that says so", async () => {
	const { stderr, status } = await runPlugin(["list", "--import-path=."], {});
	expect(stderr).toBe("error: --import-path means nothing without --proto\n");
	expect(status).toBe(1);
});

test("contradicting flags are an error before the cluster is asked", async () => {
	const { stderr, status } = await runPlugin(
		["health", "--watch", "--wait"],
		{},
	);
	expect(stderr).toBe(
		"error: --wait ends when all are serving and --watch never does: choose one\n",
	);
	expect(status).toBe(1);
});
