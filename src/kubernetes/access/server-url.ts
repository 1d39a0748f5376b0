import { PluginError } from "../../errors.ts";
import type { ClusterEntry, UserEntry } from "./kubeconfig.ts";

/**
 * The base URL of an API server as client-go makes it (rest/url_utils.go): without a scheme it is https when anything speaks of
 * TLS, else http; a path stays (Rancher), query and fragment go, and so does the trailing slash.
 * @throws PluginError `kubeconfig`
 */
export function serverUrl(
	server: string,
	cluster: ClusterEntry,
	user: UserEntry,
): string {
	const withScheme = /^[a-z][a-z0-9+.-]*:\/\/./i.test(server)
		? server
		: `${speaksOfTls(cluster, user) ? "https" : "http"}://${server}`;
	const url = URL.parse(withScheme);
	if (url === null || !["http:", "https:"].includes(url.protocol))
		throw new PluginError(
			"kubeconfig",
			`the server ${JSON.stringify(server)} is not a URL`,
			{
				hint: ["it should look like https://HOST:PORT"],
				facts: { server },
			},
		);
	return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, "")}`;
}

function speaksOfTls(cluster: ClusterEntry, user: UserEntry): boolean {
	return Boolean(
		cluster.certificateAuthority ||
			cluster.certificateAuthorityData ||
			cluster.insecureSkipTlsVerify ||
			user.clientCertificate ||
			user.clientCertificateData,
	);
}
