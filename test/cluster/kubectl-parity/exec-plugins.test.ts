import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
	authorization,
	bothFail,
	type Entry,
	file,
	HOST,
	kubeconfig,
	same,
	useBench,
	withHome,
} from "./bench.ts";
import { byKubectl, byUs } from "./both.ts";

const bench = useBench();

describe("exec plugins", () => {
	const V1 = "client.authentication.k8s.io/v1";
	const V1BETA1 = "client.authentication.k8s.io/v1beta1";

	/** Writes a plugin that records its environment and prints the credential. */
	function plugin(status: Entry, apiVersion: string): string {
		const credential = { kind: "ExecCredential", apiVersion, status };
		const answer = file(bench, "credential.json", JSON.stringify(credential));
		const script = `#!/bin/sh
printf '%s' "$KUBERNETES_EXEC_INFO" > "$NOTES/info"
printf '%s,' "$@" "$GREETING" > "$NOTES/arguments"
cat '${answer}'
`;
		return file(bench, "plugin", script, 0o700);
	}

	function notes(name: string): string {
		return readFileSync(join(bench.folder, name), "utf8");
	}

	/**
	 * Returns the info that both runs gave the plugin, after a check that they are equal. Each run overwrites the files, so
	 * they are read after each.
	 */
	async function sameInfo(path: string): Promise<unknown> {
		const call = { flags: { kubeconfig: path }, env: withHome(bench) };
		await byKubectl(bench.server, call);
		const theirs: unknown = JSON.parse(notes("info"));
		const theirArguments = notes("arguments");
		await byUs(bench.server, call);
		const ours: unknown = JSON.parse(notes("info"));
		expect(ours).toEqual(theirs);
		expect(notes("arguments")).toBe(theirArguments);
		return ours;
	}

	function execUser(apiVersion: string, exec: Entry): Entry {
		return {
			exec: {
				apiVersion,
				args: ["get", "token"],
				env: [
					{ name: "NOTES", value: bench.folder },
					{ name: "GREETING", value: "hello" },
				],
				...exec,
			},
		};
	}

	test("v1: the token arrives, and KUBERNETES_EXEC_INFO says the same", async () => {
		const path = kubeconfig(
			bench,
			execUser(V1, {
				command: plugin({ token: "plugged" }, V1),
				interactiveMode: "Never",
			}),
		);
		const arrival = await same(bench, { flags: { kubeconfig: path } });
		expect(authorization(arrival)).toBe("Bearer plugged");
		await sameInfo(path);
		expect(notes("arguments")).toBe("get,token,hello,");
	});

	test("v1beta1 needs no interactiveMode; provideClusterInfo adds the cluster", async () => {
		const user = execUser(V1BETA1, {
			command: plugin({ token: "plugged" }, V1BETA1),
			provideClusterInfo: true,
		});
		const path = kubeconfig(bench, user, {
			"tls-server-name": HOST,
			"disable-compression": true,
			extensions: [
				{
					name: "client.authentication.k8s.io/exec",
					extension: { audience: "me", deep: { number: 1 } },
				},
			],
		});
		await same(bench, { flags: { kubeconfig: path } });
		expect(await sameInfo(path)).toMatchObject({
			apiVersion: V1BETA1,
			spec: { cluster: { server: bench.server.url }, interactive: false },
		});
	});

	test("a command with a bench.folder is relative to the kubeconfig", async () => {
		plugin({ token: "plugged" }, V1);
		const exec = { command: "./plugin", interactiveMode: "IfAvailable" };
		await same(bench, {
			flags: { kubeconfig: kubeconfig(bench, execUser(V1, exec)) },
		});
	});

	test("a certificate from the plugin is presented", async () => {
		const status = {
			clientCertificateData: bench.jane.certificate,
			clientKeyData: bench.jane.key,
		};
		const exec = { command: plugin(status, V1), interactiveMode: "Never" };
		const config = kubeconfig(bench, execUser(V1, exec));
		const arrival = await same(bench, { flags: { kubeconfig: config } });
		expect(arrival.clientCertificate).toBe("jane");
	});

	test("a plugin may print YAML", async () => {
		plugin({}, V1);
		const text = `kind: ExecCredential\napiVersion: ${V1}\nstatus:\n  token: plugged\n`;
		file(bench, "credential.json", text);
		const exec = { command: "./plugin", interactiveMode: "Never" };
		await same(bench, {
			flags: { kubeconfig: kubeconfig(bench, execUser(V1, exec)) },
		});
	});

	const refused: readonly (readonly [string, Entry, Entry])[] = [
		["another version than asked for", { token: "t" }, { apiVersion: V1BETA1 }],
		["no credential", {}, {}],
		["a certificate without its key", { clientCertificateData: "x" }, {}],
		[
			"v1 without interactiveMode",
			{ token: "t" },
			{ interactiveMode: undefined },
		],
		[
			"interactiveMode Always without a terminal",
			{ token: "t" },
			{ interactiveMode: "Always" },
		],
		[
			"an unknown version",
			{ token: "t" },
			{ apiVersion: "client.authentication.k8s.io/v9" },
		],
		["a command that is not there", { token: "t" }, { command: "not-there" }],
		["a command that fails", { token: "t" }, { command: "false" }],
		["a command that prints nothing", { token: "t" }, { command: "true" }],
	];
	test.each(refused)("refused: %s", async (_name, status, exec) => {
		const command = plugin(status, V1);
		const user = execUser(V1, { command, interactiveMode: "Never", ...exec });
		await bothFail(bench, { flags: { kubeconfig: kubeconfig(bench, user) } });
	});

	/** Writes a kuberc and returns its path. */
	function kuberc(preference: Entry, name = "kuberc"): string {
		const text = JSON.stringify({
			apiVersion: "kubectl.config.k8s.io/v1beta1",
			kind: "Preference",
			...preference,
		});
		return file(bench, name, text);
	}

	/** Writes a kubeconfig whose user has a plugin that would return a token. Returns the paths of both. */
	function withPlugin(): { readonly path: string; readonly command: string } {
		const command = plugin({ token: "plugged" }, V1);
		const exec = { command, interactiveMode: "Never" };
		return { path: kubeconfig(bench, execUser(V1, exec)), command };
	}

	const ALLOWLIST = "credentialPluginAllowlist";
	const POLICY = "credentialPluginPolicy";
	type Allowing = (command: string) => Entry;
	const allowing: readonly (readonly [string, Allowing])[] = [
		["no policy", () => ({})],
		["AllowAll", () => ({ [POLICY]: "AllowAll" })],
		[
			"Allowlist with its path",
			(command) => ({ [POLICY]: "Allowlist", [ALLOWLIST]: [{ command }] }),
		],
		[
			"Allowlist with its path as a name, as 1.35 has it",
			(name) => ({
				[POLICY]: "Allowlist",
				[ALLOWLIST]: [{ name: "/other" }, { name }],
			}),
		],
		[
			"Allowlist with what leads to it on PATH",
			() => ({
				[POLICY]: "Allowlist",
				[ALLOWLIST]: [{ command: "plugin" }],
			}),
		],
		[
			"an older version",
			() => ({
				apiVersion: "kubectl.config.k8s.io/v1alpha1",
				defaults: [],
				aliases: [],
			}),
		],
	];
	test.each(allowing)("kuberc with %s: it runs", async (_name, preference) => {
		const { path, command } = withPlugin();
		kuberc(preference(command));
		const PATH = `${bench.folder}:${process.env["PATH"]}`;
		const env = withHome(bench, { KUBERC: `${bench.folder}/kuberc`, PATH });
		await same(bench, { flags: { kubeconfig: path }, env });
	});

	const denying: readonly (readonly [string, Entry])[] = [
		["DenyAll", { [POLICY]: "DenyAll" }],
		[
			"Allowlist without it",
			{ [POLICY]: "Allowlist", [ALLOWLIST]: [{ command: "/x/plugin" }] },
		],
		["Allowlist and no list", { [POLICY]: "Allowlist" }],
		["Allowlist and an empty one", { [POLICY]: "Allowlist", [ALLOWLIST]: [] }],
		[
			"Allowlist with an empty entry",
			{ [POLICY]: "Allowlist", [ALLOWLIST]: [{}] },
		],
		[
			"Allowlist with a path that is not clean",
			{ [POLICY]: "Allowlist", [ALLOWLIST]: [{ command: "/a/../b" }] },
		],
		[
			"Allowlist with a name and another command",
			{ [POLICY]: "Allowlist", [ALLOWLIST]: [{ name: "a", command: "b" }] },
		],
		["DenyAll and a list", { [POLICY]: "DenyAll", [ALLOWLIST]: [] }],
		["an unknown policy", { [POLICY]: "Deny" }],
		["another kind", { kind: "Config", [POLICY]: "AllowAll" }],
	];
	test.each(denying)(
		"kuberc with %s: it does not run",
		async (_name, preference) => {
			const { path } = withPlugin();
			const KUBERC = kuberc(preference);
			const env = withHome(bench, { KUBERC });
			const message = await bothFail(bench, {
				flags: { kubeconfig: path },
				env,
			});
			expect(message).toContain(KUBERC);
		},
	);

	test("--kuberc takes precedence over KUBERC, and KUBERC over the home folder's file; off and false turn it off", async () => {
		const { path } = withPlugin();
		mkdirSync(join(bench.folder, ".kube"));
		kuberc({ [POLICY]: "DenyAll" }, ".kube/kuberc");
		const open = kuberc({ [POLICY]: "AllowAll" }, "open");
		const closed = kuberc({ [POLICY]: "DenyAll" }, "closed");
		const flags = { kubeconfig: path };
		const withKuberc = (KUBERC: string) => withHome(bench, { KUBERC });
		await bothFail(bench, { flags });
		await same(bench, { flags, env: withKuberc(open) });
		await same(bench, { flags, env: withKuberc("off") });
		const gate = withHome(bench, { KUBECTL_KUBERC: "false" });
		await same(bench, { flags, env: gate });
		const env = withKuberc(closed);
		await bothFail(bench, { flags, env });
		await same(bench, { flags: { ...flags, kuberc: open }, env });
		await bothFail(bench, { flags, env: withKuberc("/not/there") });
		const named = { ...flags, kuberc: open };
		await bothFail(bench, { flags: named, env: withKuberc("off") });
	});
});
