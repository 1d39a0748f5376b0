import type { Metadata } from "../../grpc/channel.ts";

/** Proxies put prefixes before what they pass on: x-forwarded-authorization, x-goog-iap-jwt-assertion; AWS's puts a JWT into x-amzn-oidc-data. */
const SECRET =
	/auth(?!or)|authorization|cookie|session|csrf|token|secret|passw|credential|jwt|oidc|(api|access|private)-?key|-bin$/;

/** What stands for a value already, in a recording. */
const REDACTED = /^<redacted, \d+ characters>$/;

/** Metadata that is sent, without what may be a credential: its length alone is told. */
export function redacted(metadata: Metadata): Metadata {
	return metadata.map(([name, value]) =>
		isSecret(name) && !REDACTED.test(value)
			? [name, `<redacted, ${value.length} characters>`]
			: [name, value],
	);
}

/** Whether metadata of this name may be a credential. */
export function isSecret(name: string): boolean {
	return SECRET.test(name.toLowerCase());
}
