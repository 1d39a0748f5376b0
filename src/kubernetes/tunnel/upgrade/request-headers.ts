import type { Credentials } from "../../cluster.ts";

/** The headers of a request in the form that node:http takes; a header given several times stays several. */
export function requestHeaders({
	headers,
}: Credentials): Record<string, string | string[]> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [
			name,
			typeof value === "string" ? value : [...value],
		]),
	);
}
