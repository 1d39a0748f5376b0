/** Where a redirect points to, by its Location header: without user, query and fragment, which may hold a password, or a login's tokens. Empty: there is none. */
export function redirectTarget(location: string | undefined): string {
	return (location ?? "")
		.replace(/[?#].*/s, "")
		.replace(/^([^/]*\/\/)[^/]*@/s, "$1");
}
