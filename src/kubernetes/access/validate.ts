import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { PluginError } from "../../errors.ts";
import { unreadable } from "../../file-error.ts";
import type { ClusterEntry, ExecPlugin, UserEntry } from "./kubeconfig.ts";

const PROXY_SCHEMES = ["http:", "https:", "socks5:"];
const EXEC_VERSIONS = [
	"client.authentication.k8s.io/v1",
	"client.authentication.k8s.io/v1beta1",
];
const INTERACTIVE_MODES = ["Never", "IfAvailable", "Always"];

/**
 * Refuses the cluster settings that kubectl refuses (client-go, tools/clientcmd/validation.go).
 * @throws PluginError `kubeconfig`, or `certificate` for a file that cannot be read
 */
export async function checkCluster(cluster: ClusterEntry): Promise<void> {
	const subject = `cluster "${cluster.name}"`;
	const hasAuthority = Boolean(
		cluster.certificateAuthority || cluster.certificateAuthorityData,
	);
	refuseFirst(subject, [
		[
			!isProxyUrl(cluster.proxyUrl),
			"has a proxy-url that is no http, https or socks5 URL",
		],
		[
			Boolean(cluster.certificateAuthority && cluster.certificateAuthorityData),
			"has both certificate-authority and certificate-authority-data",
		],
		[
			hasAuthority && cluster.insecureSkipTlsVerify,
			"has both a certificate authority and insecure-skip-tls-verify",
		],
	]);
	await checkReadable(
		subject,
		"certificate-authority",
		cluster.certificateAuthority,
	);
}

/**
 * Refuses the user settings that kubectl refuses: contradictory or incomplete credentials.
 * @throws PluginError `kubeconfig`, or `certificate` for a file that cannot be read
 */
export async function checkUser(user: UserEntry): Promise<void> {
	const subject = `user "${user.name}"`;
	const { user: as, uid, groups, extra } = user.impersonate;
	const impersonates =
		uid || groups.length > 0 || Object.keys(extra).length > 0;
	refuseFirst(subject, [
		[
			Boolean(user.token && (user.username || user.password)),
			"has both a token and a username or password; only one is allowed",
		],
		[
			Boolean(impersonates && !as),
			"asks for a uid, groups or extra to impersonate, but for no user (--as)",
		],
		...clientCertificateRules(user),
		...(user.exec === undefined ? [] : execRules(user, user.exec)),
	]);
	if (!user.clientCertificate && !user.clientCertificateData) return;
	await checkReadable(subject, "client-certificate", user.clientCertificate);
	await checkReadable(subject, "client-key", user.clientKey);
}

type Rule = readonly [broken: boolean, clause: string];

function clientCertificateRules(user: UserEntry): readonly Rule[] {
	const { clientCertificate, clientCertificateData, clientKey, clientKeyData } =
		user;
	if (!clientCertificate && !clientCertificateData) return [];
	return [
		[
			Boolean(clientCertificate && clientCertificateData),
			"has both client-certificate and client-certificate-data",
		],
		[
			Boolean(clientKey && clientKeyData),
			"has both client-key and client-key-data",
		],
		[
			!clientKey && !clientKeyData,
			"has a client certificate but no client-key",
		],
	];
}

function execRules(user: UserEntry, exec: ExecPlugin): readonly Rule[] {
	const { interactiveMode } = exec;
	return [
		[
			user.authProvider !== undefined,
			"has both an auth-provider and an exec plugin",
		],
		[exec.command === "", "has an exec plugin without a command"],
		[
			!EXEC_VERSIONS.includes(exec.apiVersion),
			`has an exec plugin of apiVersion "${exec.apiVersion}"; it must be ${EXEC_VERSIONS.join(" or ")}`,
		],
		[
			exec.env.some((variable) => variable.name === ""),
			"has an exec plugin with a nameless env entry",
		],
		[
			!INTERACTIVE_MODES.includes(interactiveMode ?? ""),
			`has an exec plugin whose interactiveMode is ${interactiveMode ?? "not set"}; it must be Never, IfAvailable or Always`,
		],
	];
}

function refuseFirst(subject: string, rules: readonly Rule[]): void {
	const broken = rules.find(([isBroken]) => isBroken);
	if (broken === undefined) return;
	throw new PluginError("kubeconfig", `${subject} ${broken[1]}`, {
		hint: ["kubectl refuses this too; edit the kubeconfig or the flags"],
	});
}

function isProxyUrl(text: string | undefined): boolean {
	if (text === undefined) return true;
	const url = URL.parse(text);
	return url !== null && PROXY_SCHEMES.includes(url.protocol);
}

async function checkReadable(
	subject: string,
	key: string,
	file: string | undefined,
): Promise<void> {
	if (!file) return;
	try {
		await access(file, constants.R_OK);
	} catch (cause) {
		const named = `the ${key} of ${subject}`;
		throw unreadable(cause, { named, file, code: "certificate" });
	}
}
