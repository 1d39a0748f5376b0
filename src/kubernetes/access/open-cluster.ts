import type { Agent } from "node:http";
import type { LendTerminal } from "../../lent-terminal.ts";
import type { Cluster, Credentials } from "../cluster.ts";
import type { ClusterLog } from "../cluster-log.ts";
import { createAgent } from "./agent.ts";
import type { Authority } from "./certificates.ts";
import type { Access } from "./choose-access.ts";
import {
	ANONYMOUS,
	type CredentialSource,
	credentialSource,
	type Presented,
} from "./credential-source.ts";
import { impersonationHeaders } from "./impersonation.ts";
import { proxyFromEnvironment } from "./proxy-rules.ts";
import type { TlsSettings } from "./tls-options.ts";

/** The access that was chosen, with what the environment adds. */
type OpenOptions = {
	readonly access: Access;
	/** Undefined trusts the system's authorities. */
	readonly authority: Authority | undefined;
	readonly env: NodeJS.ProcessEnv;
	/** `--kuberc`. */
	readonly kuberc: string | undefined;
	readonly requestTimeoutMs: number;
	readonly log?: ClusterLog | undefined;
	readonly lend?: LendTerminal | undefined;
};

/**
 * Creates the cluster for the chosen access. As in kubectl, a server without TLS gets no credentials, only impersonation.
 * @throws PluginError for a proxy or an impersonation that cannot be used; credentials are read when they are first asked for
 */
export function openCluster(options: OpenOptions): Cluster {
	const { access, env } = options;
	const { cluster, user, serverOrigin, namespace } = access;
	const url = new URL(cluster.server);
	const source: CredentialSource =
		url.protocol === "https:"
			? credentialSource(options)
			: async () => ANONYMOUS;
	const impersonation = impersonationHeaders(user.impersonate);
	const agents = keepAgent(options, proxyOf(access, url, env));
	const present = sharedSource(source);
	let last: Credentials | undefined;
	const credentials: Cluster["credentials"] = async (refused) => {
		const fresh = refused !== undefined && refused === last;
		const presented = await present({ fresh });
		const agent = agents.of(presented);
		// Renewed credentials are a new object, even with the same token, so that refused requests see that they were renewed.
		if (fresh || last === undefined || !isHeld(last, presented, agent))
			last = credentialsOf(presented, impersonation, agent);
		return last;
	};
	return {
		server: cluster.server,
		serverOrigin,
		namespace,
		userName: user.name || undefined,
		requestTimeoutMs: options.requestTimeoutMs,
		log: options.log,
		compression: cluster.disableCompression ? "identity" : "gzip",
		credentials,
		connectAhead: agents.openAhead,
		close: agents.closeIdle,
	};
}

function isHeld(
	held: Credentials,
	{ authorization }: Presented,
	agent: Agent,
): boolean {
	return (
		held.agent === agent && held.headers["Authorization"] === authorization
	);
}

function credentialsOf(
	{ authorization, facts }: Presented,
	impersonation: Credentials["headers"],
	agent: Agent,
): Credentials {
	return {
		headers: {
			...(authorization === undefined ? {} : { Authorization: authorization }),
			...impersonation,
		},
		agent,
		presented: facts,
	};
}

function proxyOf(
	{ cluster }: Access,
	server: URL,
	env: NodeJS.ProcessEnv,
): URL | undefined {
	return cluster.proxyUrl === undefined
		? proxyFromEnvironment(server, env)
		: new URL(cluster.proxyUrl);
}

type KeptAgent = {
	of(presented: Presented): Agent;
	openAhead(connections: number): void;
	closeIdle(): void;
};

/** Keeps one agent, and creates another when the client certificate has changed, since a connection belongs to its certificate. */
function keepAgent(
	{ access: { cluster }, authority }: OpenOptions,
	proxy: URL | undefined,
): KeptAgent {
	let kept:
		| (ReturnType<typeof createAgent> & { readonly key: string })
		| undefined;
	const tlsFor = ({ certificate }: Presented): TlsSettings => ({
		authority: authority?.certificates,
		verification: cluster.insecureSkipTlsVerify ? "skip" : "verify",
		serverName: cluster.tlsServerName,
		client: certificate,
	});
	const openAhead = (connections: number) => kept?.spares.open(connections);
	const closeIdle = () => {
		kept?.spares.close();
		const idle = Object.values(kept?.agent.freeSockets ?? {});
		for (const socket of idle.flatMap((sockets) => sockets ?? []))
			socket.destroy();
	};
	const agentOf = (presented: Presented): Agent => {
		const key = presented.certificate?.certificate ?? "";
		if (kept?.key === key) return kept.agent;
		closeIdle();
		const isTls = cluster.server.startsWith("https:");
		const tls = isTls ? tlsFor(presented) : undefined;
		kept = { ...createAgent({ tls, proxy }), key };
		return kept.agent;
	};
	return { of: agentOf, openAhead, closeIdle };
}

/** Lets concurrent callers share one answer, so that an exec plugin runs once for all of them. */
function sharedSource(source: CredentialSource): CredentialSource {
	const running = new Map<boolean, Promise<Presented>>();
	return ({ fresh }) => {
		const shared =
			running.get(fresh) ??
			source({ fresh }).finally(() => running.delete(fresh));
		running.set(fresh, shared);
		return shared;
	};
}
