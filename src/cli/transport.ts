import { requireSendable } from "../grpc/sendable.ts";
import type { TlsSettings, TransportChoice } from "../grpc/transport.ts";
import { type Contradiction, refuseContradictory } from "./contradictions.ts";
import type { FlagValues } from "./flags.ts";
import { keyLogOf } from "./key-log.ts";
import { readPem } from "./read-pem.ts";
import type { TlsSecret } from "./tls-secret.ts";
import type { ConnectionFlags } from "./transport-flags.ts";

type Values = FlagValues<ConnectionFlags>;

/** Every contradiction between transport flags. The tests have a row for each. */
const CONTRADICTIONS: readonly Contradiction<Values>[] = [
	{
		when: (values) => values.plaintext && impliesTls(values),
		says: "--plaintext goes with none of --tls, --cacert, --cert, --key, --servername and --tls-secret",
	},
	{
		when: (values) => values.plaintext && values["insecure-skip-verify"],
		says: "--insecure-skip-verify means nothing with --plaintext",
	},
	{
		when: (values) =>
			(values.cert === undefined) !== (values.key === undefined),
		says: "--cert and --key go together",
		hint: "--cert FILE --key FILE, or --tls-secret NAME for both",
	},
	{
		when: (values) =>
			values["tls-secret"] !== undefined && values.cert !== undefined,
		says: "--tls-secret and --cert both name a client certificate",
	},
	{
		when: (values) =>
			values["insecure-skip-verify"] && values.cacert !== undefined,
		says: "--insecure-skip-verify and --cacert contradict each other",
	},
];

/**
 * Checks the transport flags.
 * @throws PluginError `usage` when flags contradict each other, `bad-input` for an authority that cannot be sent
 */
export function checkTransportFlags(values: Values): void {
	refuseContradictory(values, CONTRADICTIONS);
	// Checked here like metadata, since a failed call would look like a fault of the pod.
	requireSendable("authority", values.authority ?? "");
}

function impliesTls(values: Values): boolean {
	return (
		values.tls ||
		values.cacert !== undefined ||
		values.cert !== undefined ||
		values.servername !== undefined ||
		values["tls-secret"] !== undefined
	);
}

type Verify = TlsSettings["verify"];

type TransportSources = {
	/** Whether a certificate must verify by default. With --cacert or --servername it must; with --insecure-skip-verify it need not. */
	readonly defaultVerification: Verify;
	readonly env: NodeJS.ProcessEnv;
	readonly readSecret: (reference: string) => Promise<TlsSecret>;
	/** Prints a line on stderr, now or when a connection is opened. */
	readonly tell: (line: string) => void;
};

/**
 * Returns the transport for the servers, from flags that {@link checkTransportFlags} has checked, files, the environment and the Secret
 * that `readSecret` fetches.
 * @throws PluginError `certificate`, `bad-input` as {@link keyLogOf}
 */
export async function transportChoice(
	values: Values,
	sources: TransportSources,
): Promise<TransportChoice> {
	if (values.plaintext) return { kind: "plaintext" };
	const tls = await tlsSettings(values, sources);
	return impliesTls(values) ? { kind: "tls", tls } : { kind: "auto", tls };
}

/** Returns whether a certificate must verify. The ca.crt of a Secret does not decide: it may be for clients alone. */
function verification(values: Values, defaultVerification: Verify): Verify {
	if (values["insecure-skip-verify"]) return "report";
	const told = values.cacert !== undefined || values.servername !== undefined;
	return told ? "require" : defaultVerification;
}

async function tlsSettings(
	values: Values,
	{ defaultVerification, env, readSecret, tell }: TransportSources,
): Promise<TlsSettings> {
	const reference = values["tls-secret"];
	const secret =
		reference === undefined ? undefined : await readSecret(reference);
	const ca =
		values.cacert === undefined
			? secret?.ca
			: await readPem("cacert", values.cacert, "certificate");
	const cert =
		values.cert === undefined
			? secret?.cert
			: await readPem("cert", values.cert, "certificate");
	const key =
		values.key === undefined
			? secret?.key
			: await readPem("key", values.key, "key");
	const onKeys = keyLogOf(env, tell);
	const verify = verification(values, defaultVerification);
	return { ca, cert, key, serverName: values.servername, verify, onKeys };
}
