import type { OutgoingHttpHeaders } from "node:http";
import { CLIENT_VERSION } from "../../client-version.ts";
import type { Credentials } from "../cluster.ts";

/** How the plugin names itself, in the form of client-go's user agents, for the API server's audit log. */
const USER_AGENT = `kubectl-grpc/${CLIENT_VERSION.slice("v".length)} (${process.platform}/${process.arch})`;

/** The headers that say who asks, for every request to the API server. */
export function callerHeaders({ headers }: Credentials): OutgoingHttpHeaders {
	const own = Object.entries(headers).map(([name, value]) => [
		name,
		typeof value === "string" ? value : [...value],
	]);
	return { "User-Agent": USER_AGENT, ...Object.fromEntries(own) };
}
