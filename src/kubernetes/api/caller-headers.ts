import type { OutgoingHttpHeaders } from "node:http";
import { USER_AGENT } from "../../client-version.ts";
import type { Credentials } from "../cluster.ts";

/** In the form of client-go's user agents, for the API server's audit log. */
const CALLER = `${USER_AGENT} (${process.platform}/${process.arch})`;

/** The headers of every request to the API server: user agent and credentials. */
export function callerHeaders({ headers }: Credentials): OutgoingHttpHeaders {
	const own = Object.entries(headers).map(([name, value]) => [
		name,
		typeof value === "string" ? value : [...value],
	]);
	return { "User-Agent": CALLER, ...Object.fromEntries(own) };
}
