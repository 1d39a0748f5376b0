import { PluginError } from "../../errors.ts";

/**
 * The base URL of an API server as client-go makes it (rest/url_utils.go): http without a scheme, whatever else speaks of TLS;
 * a path stays (Rancher), query and fragment go, and so does the trailing slash.
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
	// Not URL's own text: that drops a port that is the scheme's, and exec plugins compare what they are told.
	const { scheme = "", host = "", path = "" } = parts;
	return `${scheme.toLowerCase()}://${host}${path.replace(/\/+$/, "")}`;
}

/** What stands before an `@` may be a password. */
function withoutUser(server: string): string {
	return server.replace(/^([^/]*\/\/)?.*@/s, "$1");
}
