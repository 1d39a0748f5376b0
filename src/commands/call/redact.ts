import type { Metadata } from "../../grpc/channel.ts";

const SECRET =
	/^(authorization|proxy-authorization|cookie|set-cookie)$|token|secret|password|api-?key|-bin$/;

/** Metadata that is sent, without what may be a credential: its length alone is told. */
export function redacted(metadata: Metadata): Metadata {
	return metadata.map(([name, value]) =>
		isSecret(name)
			? [name, `<redacted, ${value.length} characters>`]
			: [name, value],
	);
}

/** Whether metadata of this name may be a credential. */
export function isSecret(name: string): boolean {
	return SECRET.test(name.toLowerCase());
}
