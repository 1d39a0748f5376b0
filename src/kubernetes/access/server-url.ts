import { PluginError } from "../../errors.ts";

/**
 * Returns the base URL of an API server as client-go builds it (rest/url_utils.go). A server without a scheme is http, whatever other
 * settings say of TLS. A path stays (Rancher); query, fragment and trailing slash go.
 * @throws PluginError `kubeconfig`
 */
export function serverUrl(server: string): string {
	const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(server);
	const address = hasScheme ? server : `http://${server}`;
	const parts =
		/^(?<scheme>https?):\/\/(?:[^/?#]*@)?(?<host>[^/?#]+)(?<path>[^?#]*)/i.exec(
			address,
		)?.groups;
	if (parts === undefined || URL.parse(address) === null)
		throw new PluginError(
			"kubeconfig",
			`the server ${JSON.stringify(withoutUser(server))} is not a URL`,
			{
				hint: ["it should look like https://HOST:PORT"],
				facts: { server: withoutUser(server) },
			},
		);
	// The text of a `URL` drops a port that is the scheme's default, and exec plugins compare the server that they receive.
	const { scheme = "", host = "", path = "" } = parts;
	return `${scheme.toLowerCase()}://${host}${path.replace(/\/+$/, "")}`;
}

/** Removes the text before an `@`, which may be a password. */
function withoutUser(server: string): string {
	return server.replace(/^([^/]*\/\/)?.*@/s, "$1");
}
