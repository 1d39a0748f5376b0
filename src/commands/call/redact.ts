import type { Metadata } from "../../grpc/channel.ts";
import { isSecret } from "../../grpc/secret-name.ts";

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
