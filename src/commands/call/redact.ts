import type { Metadata } from "../../grpc/channel.ts";
import { isSecret } from "../../grpc/secret-name.ts";

/** A value that a recording has replaced already. */
const REDACTED = /^<redacted, \d+ characters>$/;

/** Returns sent metadata with the length in place of each value that may be a credential. */
export function redacted(metadata: Metadata): Metadata {
	return metadata.map(([name, value]) =>
		isSecret(name) && !REDACTED.test(value)
			? [name, `<redacted, ${value.length} characters>`]
			: [name, value],
	);
}
