/**
 * Names of credentials. Proxies add prefixes to what they pass on: x-forwarded-authorization, x-goog-iap-jwt-assertion. AWS's proxy
 * puts a JWT into x-amzn-oidc-data. A key may be a credential or the key of a table; known names of the second kind are excluded.
 */
const SECRET =
	/auth(?!or)|authori[sz]ation|bearer|cookie|session|csrf|token|secret|passw|credential|jwt|oidc|(?:api|access|private)key|(?<![a-z]|(?:idempotency|routing|partition|cache)[-_])key(?![a-z])|-bin$/;

/** Whether metadata, or a flag, of this name may contain a credential. */
export function isSecret(name: string): boolean {
	return SECRET.test(name.toLowerCase());
}
