import type { Agent } from "node:https";

/** The flags that say which cluster and who is asking, as kubectl names them (cli-runtime's ConfigFlags). */
export type ClusterFlags = {
	readonly kubeconfig?: string;
	readonly context?: string;
	readonly cluster?: string;
	readonly user?: string;
	readonly namespace?: string;
	readonly server?: string;
	readonly token?: string;
	readonly as?: string;
	readonly asGroup?: readonly string[];
	readonly asUid?: string;
	/** `key=value`, repeatable. */
	readonly asUserExtra?: readonly string[];
	readonly certificateAuthority?: string;
	readonly clientCertificate?: string;
	readonly clientKey?: string;
	readonly tlsServerName?: string;
	readonly insecureSkipTlsVerify?: boolean;
	/** 0 means no limit, as in kubectl. */
	readonly requestTimeoutMs?: number;
	readonly cacheDir?: string;
	readonly disableCompression?: boolean;
};

/** What one request to the API server needs besides its path: who asks, and over which sockets. */
export type Credentials = {
	/** Authorization and Impersonate-* headers. Never logged. */
	readonly headers: Readonly<Record<string, string | readonly string[]>>;
	/** Keep-alive agent holding TLS settings, client certificate, session cache and proxy. */
	readonly agent: Agent;
};

/** A cluster chosen by kubeconfig, flags and environment, not yet contacted. */
export type Cluster = {
	/** Base URL of the API server, without a trailing slash; may have a path (Rancher). */
	readonly server: string;
	readonly contextName: string | undefined;
	/** Namespace of the flags, else of the context, else `default`. */
	readonly namespace: string;
	/** Name of the kubeconfig user entry, for messages. */
	readonly userName: string | undefined;
	readonly requestTimeoutMs: number;
	/**
	 * Credentials for a request. `renew` after a 401 runs the exec plugin again, or reads the token file again.
	 * @throws PluginError `credentials` or `certificate`
	 */
	credentials(options?: { readonly renew?: boolean }): Promise<Credentials>;
	/** Closes idle sockets. */
	close(): void;
};
