/**
 * Returns when a token ends, from its `exp` claim (RFC 7519, section 4.1.4); undefined when it is no JWT or has no such claim. The
 * signature is not checked, since the time only serves messages and early renewal.
 */
export function tokenExpiry(token: string): Date | undefined {
	const [, payload, signature] = token.split(".");
	if (payload === undefined || signature === undefined) return undefined;
	try {
		const claims: unknown = JSON.parse(
			Buffer.from(payload, "base64url").toString("utf8"),
		);
		if (typeof claims !== "object" || claims === null || !("exp" in claims))
			return undefined;
		const { exp } = claims;
		return typeof exp === "number" &&
			Number.isSafeInteger(Math.trunc(exp * 1000))
			? new Date(Math.trunc(exp * 1000))
			: undefined;
	} catch {
		return undefined;
	}
}
