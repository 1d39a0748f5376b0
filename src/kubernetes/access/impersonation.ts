import { headerValue } from "./header-value.ts";
import type { Impersonation } from "./kubeconfig.ts";

/** Characters of a header name (RFC 9110, section 5.6.2), except `%`, which starts an escape. */
const PLAIN_BYTE = /[A-Za-z0-9!#$&'*+.^_`|~-]/;

/**
 * Returns the Impersonate-* headers, or none when no user is named.
 * @throws PluginError `credentials` for values that no header can carry
 */
export function impersonationHeaders(
	impersonation: Impersonation,
): Readonly<Record<string, string | readonly string[]>> {
	const { user, uid, groups, extra } = impersonation;
	if (user === undefined) return {};
	return {
		"Impersonate-User": headerValue(user, "the user to impersonate"),
		...(uid === undefined
			? {}
			: { "Impersonate-Uid": headerValue(uid, "the uid to impersonate") }),
		...(groups.length === 0
			? {}
			: {
					"Impersonate-Group": groups.map((group) =>
						headerValue(group, "a group to impersonate"),
					),
				}),
		...Object.fromEntries(
			Object.entries(extra).map(([key, values]) => [
				`Impersonate-Extra-${escapedKey(key)}`,
				values.map((value) => headerValue(value, `the extra ${key}`)),
			]),
		),
	};
}

/** Percent-encodes what a header name cannot hold (client-go, transport/round_trippers.go, headerKeyEscape). */
function escapedKey(key: string): string {
	return [...Buffer.from(key, "utf8")]
		.map((byte) => {
			const character = String.fromCharCode(byte);
			return PLAIN_BYTE.test(character)
				? character
				: `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
		})
		.join("");
}
