import { untilAborted } from "../abort.ts";
import { checkTlsSettings } from "../grpc/tls-context.ts";
import { noteOn } from "../render/progress.ts";
import { type Aim, aimOf } from "./aim.ts";
import type { CLUSTER_FLAGS } from "./cluster-flags.ts";
import {
	type Asks,
	type ConfidentialData,
	confidentialDataOf,
	type MetadataFlags,
} from "./confidential-data.ts";
import type { ConnectOptions } from "./connect.ts";
import type { FlagValues } from "./flags.ts";
import type { AccessContext, Reach } from "./reach.ts";
import type { TARGET_FLAGS } from "./target-flags.ts";
import { readTlsSecret } from "./tls-secret.ts";
import { checkTransportFlags, transportChoice } from "./transport.ts";
import type { ConnectionFlags } from "./transport-flags.ts";

/** The pods or addresses of a run, and how to connect to them. */
export type Access = {
	readonly aim: Aim;
	/** Not called for addresses. */
	readonly reach: () => Promise<Reach>;
	readonly connect: ConnectOptions;
	readonly confidential: ConfidentialData;
	/** Prints a line on stderr. */
	readonly tell: (line: string) => void;
	readonly signal: AbortSignal;
};

type AccessArguments = {
	/** The words that name targets. */
	readonly words: readonly string[];
	readonly flags: FlagValues<
		typeof TARGET_FLAGS & ConnectionFlags & typeof CLUSTER_FLAGS
	> &
		MetadataFlags;
};

/** Returns what a command line aims at, and how to connect to it. @throws PluginError `usage`, `target`, `certificate`, `bad-input` */
export async function accessOf(
	{ words, flags }: AccessArguments,
	reach: () => Promise<Reach>,
	context: AccessContext,
	asks: Asks = "anything",
): Promise<Access> {
	checkTransportFlags(flags);
	const { signal, env } = context;
	// `context.stderr` creates standard error on first use, so it is read only when a line comes.
	const tell = (line: string) => noteOn(context.stderr, line);
	const aim = await aimOf(
		words,
		flags,
		async () => (await reach()).cluster.namespace,
	);
	const confidential = confidentialDataOf(flags, asks);
	// The API server has led to the pod, and a pod has no name of its own to verify. An address has only its certificate.
	const defaultVerification =
		aim.kind === "pods" || confidential === "nothing" ? "report" : "require";
	const choosing = transportChoice(flags, {
		defaultVerification,
		env,
		readSecret: async (reference) => {
			const { api, cluster } = await reach();
			return readTlsSecret(api, reference, cluster.namespace, signal);
		},
		tell,
	});
	const transport = await untilAborted(choosing, signal);
	// Checked before a pod is asked, or a file that is at fault would look like a fault of every pod.
	if (transport.kind !== "plaintext") checkTlsSettings(transport.tls);
	const connect = {
		transport,
		authority: flags.authority,
		connectTimeoutMs: flags["connect-timeout"],
		env,
	};
	return { aim, reach, connect, confidential, tell, signal };
}
