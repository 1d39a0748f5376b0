/**
 * Proxies put prefixes before what they pass on: x-forwarded-authorization, x-goog-iap-jwt-assertion; AWS's puts a JWT into
 * x-amzn-oidc-data. A key may be one to a door or to a table: of the latter those are left out that are known by name.
 */
const SECRET =
	/auth(?!or)|authori[sz]ation|bearer|cookie|session|csrf|token|secret|passw|credential|jwt|oidc|(?:api|access|private)key|(?<![a-z]|(?:idempotency|routing|partition|cache)[-_])key(?![a-z])|-bin$/;

/** Whether metadata of this name, or a flag, may hold a credential. */
export function isSecret(name: string): boolean {
	return SECRET.test(name.toLowerCase());
}
