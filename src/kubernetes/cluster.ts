import type { Agent } from "node:http";
import type { LendTerminal } from "../lent-terminal.ts";
import { readAuthority } from "./access/certificates.ts";
import { chooseAccess } from "./access/choose-access.ts";
import { SERVICE_ACCOUNT_FOLDER } from "./access/in-cluster.ts";
import { kubeconfigPlaces, loadKubeconfig } from "./access/kubeconfig-files.ts";
import { openCluster } from "./access/open-cluster.ts";
import type { ClusterLog } from "./cluster-log.ts";

/** The flags that select the cluster and the user, as kubectl names them (cli-runtime's ConfigFlags). */
export type ClusterFlags = {
	readonly kubeconfig?: string | undefined;
	readonly context?: string | undefined;
	readonly cluster?: string | undefined;
	readonly user?: string | undefined;
	readonly namespace?: string | undefined;
	readonly server?: string | undefined;
	readonly token?: string | undefined;
	readonly as?: string | undefined;
	readonly asGroup?: readonly string[];
	readonly asUid?: string | undefined;
	/** `key=value`, repeatable. */
	readonly asUserExtra?: readonly string[];
	readonly certificateAuthority?: string | undefined;
	readonly clientCertificate?: string | undefined;
	readonly clientKey?: string | undefined;
	readonly tlsServerName?: string | undefined;
	readonly proxyUrl?: string | undefined;
	readonly kuberc?: string | undefined;
	readonly insecureSkipTlsVerify?: boolean;
	/** 0 means no limit, as in kubectl. */
	readonly requestTimeoutMs?: number;
	readonly disableCompression?: boolean;
};

/** What a request to the API server needs besides its path: the identity and the connections. */
export type Credentials = {
	/** Authorization and Impersonate-* headers. Never logged. */
	readonly headers: Readonly<Record<string, string | readonly string[]>>;
	/** Keep-alive agent holding TLS settings, client certificate, session cache and proxy; an https.Agent for https servers. */
	readonly agent: Agent;
	/** The facts about the credentials, for the message of a 401. Empty for an anonymous request. */
	readonly presented?: readonly CredentialFact[];
};

/** The source of a credential and when it ends. Never the credential itself. */
export type CredentialFact = {
	readonly kind:
		| "client-certificate"
		| "token"
		| "token-file"
		| "basic"
		| "exec-plugin"
		| "auth-provider";
	/** A noun for messages: `the token of user "jane"`. */
	readonly origin: string;
	readonly expiresAt: Date | undefined;
};

/** The surroundings of a process, as far as they lead to a cluster. */
type Surroundings = {
	/** Where a pod's service account is mounted; tests name another. */
	readonly serviceAccountFolder?: string;
	readonly log?: ClusterLog | undefined;
	/** Lends an exec plugin the terminal. Undefined where nothing of ours uses it. */
	readonly lend?: LendTerminal | undefined;
};

/** A cluster chosen by kubeconfig, flags and environment, not yet contacted. */
export type Cluster = {
	/** Base URL of the API server, without a trailing slash; may have a path (Rancher). */
	readonly server: string;
	/** Which setting names the server, a noun for messages: `--server`, `context "production"`. */
	readonly serverOrigin: string;
	/** Namespace of the flags, else of the context, else `default`. */
	readonly namespace: string;
	/** Name of the kubeconfig user entry, for messages. */
	readonly userName: string | undefined;
	readonly requestTimeoutMs: number;
	/** Whether responses may be compressed; default gzip. */
	readonly compression?: "gzip" | "identity";
	/** Receives each request that is sent. */
	readonly log?: ClusterLog | undefined;
	/**
	 * Returns the credentials for a request.
	 * @param refused credentials that the API server answered with a 401. The exec plugin runs again and files are read again, unless
	 * another request has renewed them since.
	 * @throws PluginError `credentials` or `certificate`
	 */
	credentials(refused?: Credentials): Promise<Credentials>;
	/** Opens this many connections ahead of the requests that will need them. */
	connectAhead(connections: number): void;
	/** Closes idle sockets. */
	close(): void;
};

/**
 * Chooses the cluster as kubectl does: `--kubeconfig`, `$KUBECONFIG` or `~/.kube/config`, each with the flags laid over it, else the
 * cluster of the pod that this process runs in. It contacts nothing and runs no exec plugin; `credentials` does.
 * @throws PluginError `kubeconfig`, `context`, `certificate` or `credentials`, with what to do
 */
export async function loadCluster(
	flags: ClusterFlags,
	env: NodeJS.ProcessEnv,
	{
		serviceAccountFolder = SERVICE_ACCOUNT_FOLDER,
		log,
		lend,
	}: Surroundings = {},
): Promise<Cluster> {
	const places = await kubeconfigPlaces(flags.kubeconfig, env);
	const loaded = await loadKubeconfig(places);
	log?.({ kind: "kubeconfig", files: loaded.found });
	const surroundings = { flags, env, serviceAccountFolder };
	const access = await chooseAccess(loaded, surroundings);
	const authority = await readAuthority(access.cluster);
	const requestTimeoutMs = flags.requestTimeoutMs ?? 0;
	const { kuberc } = flags;
	return openCluster({
		access,
		authority,
		env,
		kuberc,
		requestTimeoutMs,
		log,
		lend,
	});
}
