import { PluginError } from "../../errors.ts";
import { type Field, type FieldPath, fieldOf, ShapeError } from "../field.ts";
import type {
	AuthProvider,
	ClusterEntry,
	ContextEntry,
	ExecPlugin,
	Kubeconfig,
	UserEntry,
} from "./kubeconfig.ts";
import { parseYaml } from "./kubeconfig-yaml.ts";

/** The key of the cluster extension that client-go hands to exec plugins. */
const EXEC_EXTENSION = "client.authentication.k8s.io/exec";

/**
 * Reads the text of one kubeconfig as strictly as kubectl does: unknown keys are ignored, a known key of another type is an error.
 * @param file its absolute path; relative paths inside are not resolved here
 * @throws PluginError `kubeconfig` naming file and line
 */
export async function decodeKubeconfig(
	text: string,
	file: string,
): Promise<Kubeconfig> {
	const yaml = await parseYaml(text, file);
	try {
		return kubeconfigOf(fieldOf(yaml.value), file);
	} catch (caught) {
		if (!(caught instanceof ShapeError)) throw caught;
		throw wrongShape(file, nearestLine(yaml.lineOf, caught.path), caught);
	}
}

function kubeconfigOf(root: Field, file: string): Kubeconfig {
	const kind = root.text("kind") ?? "Config";
	const version = root.text("apiVersion") ?? "v1";
	if (kind !== "Config" || version !== "v1")
		throw new ShapeError([], `is a ${kind} of ${version}, not a kubeconfig`);
	return {
		currentContext: root.text("current-context"),
		clusters: named(root, "clusters", (name, entry) =>
			clusterOf(name, entry.record("cluster")),
		),
		users: named(root, "users", (name, entry) =>
			userOf(name, entry.record("user"), file),
		),
		contexts: named(root, "contexts", (name, entry) =>
			contextOf(name, entry.record("context")),
		),
	};
}

function named<Entry>(
	root: Field,
	key: string,
	decode: (name: string, entry: Field) => Entry,
): ReadonlyMap<string, Entry> {
	const entries = new Map<string, Entry>();
	for (const entry of root.list(key)) {
		const name = entry.text("name") ?? "";
		if (entries.has(name))
			throw new ShapeError(
				[...entry.path, "name"],
				`${key} has two entries named ${JSON.stringify(name)}`,
			);
		entries.set(name, decode(name, entry));
	}
	return entries;
}

/** A `cluster` entry. @throws ShapeError for a key of another type */
export function clusterOf(name: string, cluster: Field): ClusterEntry {
	const exec = cluster
		.list("extensions")
		.find((extension) => extension.text("name") === EXEC_EXTENSION);
	return {
		name,
		server: cluster.text("server"),
		tlsServerName: cluster.text("tls-server-name"),
		insecureSkipTlsVerify: cluster.boolean("insecure-skip-tls-verify"),
		certificateAuthority: cluster.text("certificate-authority"),
		certificateAuthorityData: cluster.bytes("certificate-authority-data"),
		proxyUrl: cluster.text("proxy-url"),
		disableCompression: cluster.boolean("disable-compression"),
		execConfig: exec?.raw("extension"),
	};
}

/** A `user` entry; `origin` is the kubeconfig's absolute path. @throws ShapeError for a key of another type */
export function userOf(name: string, user: Field, origin: string): UserEntry {
	return {
		name,
		origin,
		clientCertificate: user.text("client-certificate"),
		clientCertificateData: user.bytes("client-certificate-data"),
		clientKey: user.text("client-key"),
		clientKeyData: user.bytes("client-key-data"),
		token: user.text("token"),
		tokenFrom: "entry",
		tokenFile: user.text("tokenFile"),
		username: user.text("username"),
		password: user.text("password"),
		impersonate: {
			user: user.text("as"),
			uid: user.text("as-uid"),
			groups: user.texts("as-groups"),
			extra: user.record("as-user-extra").entries((values) => values.asTexts()),
		},
		authProvider: user.has("auth-provider")
			? authProviderOf(user.record("auth-provider"))
			: undefined,
		exec: user.has("exec") ? execOf(user.record("exec")) : undefined,
	};
}

function authProviderOf(provider: Field): AuthProvider {
	return {
		name: provider.text("name") ?? "",
		config: provider.textMap("config"),
	};
}

function execOf(exec: Field): ExecPlugin {
	const apiVersion = exec.text("apiVersion") ?? "";
	return {
		command: exec.text("command") ?? "",
		args: exec.texts("args"),
		env: exec.list("env").map((variable) => ({
			name: variable.text("name") ?? "",
			value: variable.text("value") ?? "",
		})),
		apiVersion,
		installHint: exec.text("installHint"),
		provideClusterInfo: exec.boolean("provideClusterInfo"),
		// Only v1 requires a choice (client-go, tools/clientcmd/api/v1/defaults.go).
		interactiveMode:
			exec.text("interactiveMode") ??
			(/\/v1(alpha|beta)1$/.test(apiVersion) ? "IfAvailable" : undefined),
	};
}

function contextOf(name: string, context: Field): ContextEntry {
	return {
		name,
		cluster: context.text("cluster"),
		user: context.text("user"),
		namespace: context.text("namespace"),
	};
}

/** Returns the line of the value, or of the nearest value around it. Merge keys and aliases have no line of their own. */
function nearestLine(
	lineOf: (path: FieldPath) => number | undefined,
	path: FieldPath,
): number | undefined {
	for (let length = path.length; length > 0; length--) {
		const line = lineOf(path.slice(0, length));
		if (line !== undefined) return line;
	}
	return undefined;
}

function wrongShape(
	file: string,
	line: number | undefined,
	error: ShapeError,
): PluginError {
	const place = line === undefined ? file : `${file}, line ${line}`;
	return new PluginError("kubeconfig", `${place}: ${error.message}`, {
		cause: error,
		hint: ["kubectl config view shows whether kubectl can read it"],
		facts: { file, ...(line === undefined ? {} : { line }) },
	});
}
