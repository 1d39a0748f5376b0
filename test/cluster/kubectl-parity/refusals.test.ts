import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bothFail, type Entry, file, kubeconfig, useBench } from "./bench.ts";

const bench = useBench();

describe("both refuse", () => {
	const token = { token: "t" };
	const files: readonly (readonly [string, string])[] = [
		["broken YAML", "clusters: [\n"],
		["tabs", "clusters:\n\t- name: a\n"],
		["a list", "- a\n"],
		["another kind", "kind: Pod\napiVersion: v1\n"],
		["another version", "kind: Config\napiVersion: v2\n"],
		["a number for a text", "clusters: [{name: 1}]\n"],
		[
			"a text for a boolean",
			"clusters: [{cluster: {insecure-skip-tls-verify: 'true'}}]\n",
		],
		["no base64", "clusters: [{cluster: {certificate-authority-data: '!'}}]\n"],
		["one name twice", "clusters: [{name: a}, {name: a}]\n"],
		["a mapping for a list", "contexts: {a: b}\n"],
	];
	test.each(files)("%s", async (_name, text) => {
		await bothFail(bench, {
			flags: { kubeconfig: file(bench, "config", text) },
		});
	});

	const users: readonly (readonly [string, Entry])[] = [
		["a token and a password", { token: "t", username: "a", password: "b" }],
		[
			"groups without a user to impersonate",
			{ token: "t", "as-groups": ["a"] },
		],
		["a certificate without a key", { "client-certificate-data": "AAAA" }],
		["a token file that is not there", { tokenFile: "missing" }],
		[
			"a certificate that is no PEM",
			{ "client-certificate-data": "AAAA", "client-key-data": "AAAA" },
		],
		[
			"an auth-provider that is gone",
			{ "auth-provider": { name: "gcp", config: {} } },
		],
		["a token with a line break", { token: "a\nb" }],
	];
	test.each(users)("%s", async (_name, user) => {
		await bothFail(bench, { flags: { kubeconfig: kubeconfig(bench, user) } });
	});

	const clusters: readonly (readonly [string, Entry])[] = [
		["an authority that is no PEM", { "certificate-authority-data": "AAAA" }],
		[
			"an authority and skipping verification",
			{ "insecure-skip-tls-verify": true },
		],
		["an authority twice", { "certificate-authority": "/etc/hosts" }],
		["a proxy-url of no proxy", { "proxy-url": "ftp://127.0.0.1" }],
		["nothing listens", { server: "https://127.0.0.1:1" }],
	];
	test.each(clusters)("%s", async (_name, cluster) => {
		await bothFail(bench, {
			flags: { kubeconfig: kubeconfig(bench, token, cluster) },
		});
	});

	test("an empty token file", async () => {
		const tokenFile = file(bench, "token", "\n");
		await bothFail(bench, {
			flags: { kubeconfig: kubeconfig(bench, { tokenFile }) },
		});
	});

	test("a directory, a missing file, an unknown context, cluster and user", async () => {
		const path = kubeconfig(bench, token);
		for (const flags of [
			{ kubeconfig: bench.folder },
			{ kubeconfig: join(bench.folder, "missing") },
			{ kubeconfig: path, context: "nowhere" },
			{ kubeconfig: path, cluster: "nowhere" },
			{ kubeconfig: path, user: "nobody" },
		])
			await bothFail(bench, { flags });
	});

	test("no kubeconfig at all", async () => {
		expect(await bothFail(bench, {})).toBe("no kubeconfig found");
	});
});
