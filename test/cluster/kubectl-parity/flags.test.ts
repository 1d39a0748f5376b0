import { describe, expect, onTestFinished, test } from "vitest";
import type { ClusterFlags } from "../../../src/kubernetes/cluster.ts";
import { startRecordingServer } from "../../unit/kubernetes/access/recording-server.ts";
import {
	base64,
	type Entry,
	file,
	HOST,
	kubeconfig,
	same,
	trusted,
	useBench,
	withHome,
} from "./bench.ts";
import { byKubectl, byUs } from "./both.ts";

const bench = useBench();

describe("contexts and flags", () => {
	const cases: readonly (readonly [string, ClusterFlags])[] = [
		["--context", { context: "y" }],
		["--user", { user: "v" }],
		["--cluster", { cluster: "d" }],
		["--token over a certificate", { token: "flag", user: "certificate" }],
		["--token over an exec plugin", { token: "flag", user: "exec" }],
		["--token beside a tokenFile", { token: "flag", user: "file" }],
		["--as", { as: "eve" }],
		[
			"--as with uid and groups",
			{ as: "eve", asUid: "7", asGroup: ["a", "b c"] },
		],
		["--namespace over the context's", { namespace: "billing", context: "z" }],
		[
			"an empty --namespace, and so the context's",
			{ namespace: "", context: "z" },
		],
		["an empty --namespace, and none in the context", { namespace: "" }],
		["--as over the file's", { as: "eve", user: "impersonating" }],
		["--as-group over the file's", { asGroup: ["a"], user: "impersonating" }],
		["--tls-server-name", { tlsServerName: HOST }],
		["--disable-compression", { disableCompression: true }],
		["--insecure-skip-tls-verify", { insecureSkipTlsVerify: true }],
		[
			"--insecure-skip-tls-verify over a file's authority",
			{ insecureSkipTlsVerify: true, cluster: "d" },
		],
	];
	test.each(cases)("%s", async (_name, flags) => {
		file(bench, "token", "from a file");
		const path = file(bench, "config", JSON.stringify(manyEntries()));
		await same(bench, { flags: { ...flags, kubeconfig: path } });
	});

	test("--as-user-extra does the same as as-user-extra in a kubeconfig", async () => {
		const impersonating = {
			as: "eve",
			"as-user-extra": { scopes: ["view", "edit"], "a.example/b c": ["x=y"] },
		};
		const bySetting = await same(bench, {
			flags: {
				kubeconfig: kubeconfig(bench, { token: "t", ...impersonating }),
			},
		});
		const byFlag = await same(bench, {
			flags: {
				kubeconfig: kubeconfig(bench, { token: "t" }),
				as: "eve",
				asUserExtra: ["scopes=view", "scopes=edit", "a.example/b c=x=y"],
			},
		});
		expect(byFlag).toEqual(bySetting);
	});

	test("--request-timeout that is long enough changes nothing else", async () => {
		const flags = { kubeconfig: kubeconfig(bench, { token: "t" }) };
		const env = withHome(bench);
		const call = { env, flags: { ...flags, requestTimeoutMs: 20_000 } };
		// kubectl also sends the timeout to the server, which ends a longer request. The plugin enforces it by itself only.
		expect(await byKubectl(bench.server, call)).toMatchObject({
			kind: "arrived",
			arrival: { path: expect.stringContaining("timeout=20s") },
		});
		expect((await byUs(bench.server, call)).kind).toBe("arrived");
	});

	test("--request-timeout ends the wait for a server that does not answer", async () => {
		const silent = await startRecordingServer({ answer: () => {} });
		onTestFinished(() => silent.close());
		const flags = { server: silent.url, requestTimeoutMs: 300 };
		const call = { env: withHome(bench), flags };
		expect((await byKubectl(silent, call)).kind).toBe("failed");
		expect(await byUs(silent, call)).toMatchObject({
			kind: "failed",
			message: expect.stringContaining("did not answer within 300ms"),
		});
	});

	test("--server drops the file's tls-server-name", async () => {
		const path = kubeconfig(bench, { token: "t" }, { "tls-server-name": HOST });
		const arrival = await same(bench, {
			flags: { kubeconfig: path, server: `${bench.server.url}/base/` },
		});
		expect(arrival.sni).toBeUndefined();
		expect(arrival.path).toMatch(/^\/base\/api\/v1/);
	});

	test("flags alone, without any kubeconfig", async () => {
		await same(bench, {
			flags: {
				server: bench.server.url,
				certificateAuthority: file(
					bench,
					"ca.pem",
					bench.authority.certificate,
				),
				clientCertificate: file(bench, "jane.pem", bench.jane.certificate),
				clientKey: file(bench, "bench.jane.key", bench.jane.key),
				token: "flag",
			},
		});
	});

	test("KUBERNETES_MASTER replaces a missing server", async () => {
		await same(
			bench,
			{ env: withHome(bench, { KUBERNETES_MASTER: bench.plain.url }) },
			bench.plain,
		);
	});

	function manyEntries(): Entry {
		const pem = {
			"client-certificate-data": base64(bench.jane.certificate),
			"client-key-data": base64(bench.jane.key),
		};
		return {
			clusters: [
				{ name: "c", cluster: trusted(bench) },
				{
					name: "d",
					cluster: { ...trusted(bench), "disable-compression": true },
				},
			],
			users: [
				{ name: "u", user: { token: "t" } },
				{ name: "v", user: { username: "v", password: "p:ä" } },
				{ name: "certificate", user: pem },
				{ name: "file", user: { tokenFile: "token" } },
				{
					name: "impersonating",
					user: {
						token: "t",
						as: "mallory",
						"as-groups": ["x"],
					},
				},
				{
					name: "exec",
					user: {
						exec: {
							apiVersion: "client.authentication.k8s.io/v1",
							command: "must-not-be-run",
							interactiveMode: "Never",
						},
					},
				},
			],
			contexts: [
				{ name: "x", context: { cluster: "c", user: "u" } },
				{ name: "y", context: { cluster: "d", user: "certificate" } },
				{ name: "z", context: { cluster: "c", user: "u", namespace: "team" } },
			],
			"current-context": "x",
		};
	}
});
