/** Returns the host of an authority: `api.example:443` → `api.example`, `[::1]:443` → `::1`. */
export function hostOf(authority: string): string {
	const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(authority)?.[1];
	return bracketed ?? authority.replace(/:\d+$/, "");
}
