/** Returns the target of a Location header, without user, query and fragment, which may contain credentials. Empty: there is none. */
export function redirectTarget(location: string | undefined): string {
	return (location ?? "")
		.replace(/[?#].*/s, "")
		.replace(/^([^/]*\/\/)[^/]*@/s, "$1");
}
