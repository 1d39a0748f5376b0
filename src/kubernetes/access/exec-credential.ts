import { PluginError } from "../../errors.ts";
import { type Field, fieldOf, ShapeError } from "../field.ts";
import { type ClientCertificate, checkKeyPair } from "./certificates.ts";
import type { Access } from "./choose-access.ts";
import type { ExecPlugin } from "./kubeconfig.ts";
import { parseYaml } from "./kubeconfig-yaml.ts";

/** The credential that a plugin printed: a token, a certificate or both. */
export type ExecCredential = {
	readonly token: string | undefined;
	readonly certificate: ClientCertificate | undefined;
	/** Undefined: valid for as long as this process lives. */
	readonly expiresAt: Date | undefined;
};

/** Where a plugin reads from: this process's terminal, or nowhere. */
export type PluginStdin = "inherit" | "ignore";

/**
 * Returns the ExecCredential, as JSON, that a plugin receives in KUBERNETES_EXEC_INFO (client-go, rest/exec.go).
 * @param authority PEM text of the cluster's authority
 */
export function execInfo(
	plugin: ExecPlugin,
	cluster: Access["cluster"],
	authority: string | undefined,
	stdin: PluginStdin,
): string {
	return JSON.stringify({
		kind: "ExecCredential",
		apiVersion: plugin.apiVersion,
		spec: {
			...(plugin.provideClusterInfo
				? { cluster: clusterInfo(cluster, authority) }
				: {}),
			interactive: stdin === "inherit",
		},
	});
}

function clusterInfo(
	cluster: Access["cluster"],
	authority: string | undefined,
): Record<string, unknown> {
	return {
		server: cluster.server,
		"tls-server-name": cluster.tlsServerName,
		"insecure-skip-tls-verify": cluster.insecureSkipTlsVerify || undefined,
		"certificate-authority-data": authority && btoa(authority),
		"proxy-url": cluster.proxyUrl,
		"disable-compression": cluster.disableCompression || undefined,
		config: cluster.execConfig,
	};
}

/**
 * Parses the output of a plugin: JSON, or YAML as client-go allows. No error quotes the text, since it holds the credential.
 * @throws PluginError `credentials`, or `certificate` for a pair that does not fit
 */
export async function readExecCredential(
	output: string,
	plugin: ExecPlugin,
): Promise<ExecCredential> {
	try {
		return credentialOf(fieldOf(await parseOutput(output)), plugin);
	} catch (caught) {
		if (!(caught instanceof ShapeError)) throw caught;
		const whose = caught.path.length > 0 ? "an ExecCredential whose " : "";
		throw badOutput(plugin, `${whose}${caught.message}`);
	}
}

async function parseOutput(output: string): Promise<unknown> {
	try {
		return JSON.parse(output);
	} catch {
		const yaml = await parseYaml(output, "").catch(() => undefined);
		if (typeof yaml?.value === "object") return yaml.value;
		throw new ShapeError(
			[],
			output.trim() === "" ? "nothing" : "what is neither JSON nor YAML",
		);
	}
}

function credentialOf(root: Field, plugin: ExecPlugin): ExecCredential {
	if (root.raw("kind") !== "ExecCredential")
		throw new ShapeError([], "something that is no ExecCredential");
	const version = root.text("apiVersion") ?? "no apiVersion";
	if (version !== plugin.apiVersion)
		throw new ShapeError(
			[],
			`${version}, and the kubeconfig asks for ${plugin.apiVersion}`,
		);
	if (!root.has("status"))
		throw new ShapeError([], "an ExecCredential without a status");
	return statusOf(root.record("status"), plugin);
}

function statusOf(status: Field, plugin: ExecPlugin): ExecCredential {
	const token = status.text("token");
	const certificate = status.text("clientCertificateData");
	const key = status.text("clientKeyData");
	if (!token && !certificate && !key)
		throw new ShapeError([], "neither a token nor a certificate with its key");
	if (!certificate !== !key)
		throw new ShapeError([], "only one of certificate and key");
	return {
		token,
		certificate:
			certificate && key
				? checkKeyPair(
						certificate,
						key,
						`the exec plugin ${JSON.stringify(plugin.command)}`,
					)
				: undefined,
		expiresAt: timeOf(status.text("expirationTimestamp")),
	};
}

function timeOf(text: string | undefined): Date | undefined {
	if (text === undefined) return undefined;
	const time = new Date(text);
	if (Number.isNaN(time.getTime()))
		throw new ShapeError([], "an expirationTimestamp that is no time");
	return time;
}

function badOutput(plugin: ExecPlugin, what: string): PluginError {
	return new PluginError(
		"credentials",
		`the exec plugin ${JSON.stringify(plugin.command)} printed ${what}`,
		{
			hint: [
				"it must print one ExecCredential with a status to stdout, and messages to stderr",
			],
			facts: { command: plugin.command },
		},
	);
}
