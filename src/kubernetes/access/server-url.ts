import { PluginError } from "../../errors.ts";

/**
 * The base URL of an API server as client-go makes it (rest/url_utils.go): http without a scheme, whatever else speaks of TLS;
 * a path stays (Rancher), query and fragment go, and so does the trailing slash.
 * @throws PluginError `kubeconfig`
 */
export function serverUrl(server: string): string {
	const hasScheme = /^[a-z][a-z0-9+.-]*:\/\/./i.test(server);
	const url = URL.parse(hasScheme ? server : `http://${server}`);
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
