import type { ClusterFlags } from "../cluster.ts";
import { clusterWithFlags, userWithFlags } from "./flag-overrides.ts";
import {
	inClusterNamespace,
	inClusterServer,
	inClusterUser,
	isInCluster,
} from "./in-cluster.ts";
import type { ClusterEntry, ContextEntry, UserEntry } from "./kubeconfig.ts";
import type { LoadedKubeconfig } from "./kubeconfig-files.ts";
import { missingEntry, noServer, unknownContext } from "./missing.ts";
import { serverUrl } from "./server-url.ts";
import { checkCluster, checkUser } from "./validate.ts";

/** The API server, the user and the namespace that kubeconfig, flags and environment lead to. Nothing is contacted yet. */
export type Access = {
	readonly namespace: string;
	/** `server` is a base URL without trailing slash. */
	readonly cluster: ClusterEntry & { readonly server: string };
	/** Which setting names the server: `--server`, `context "production"`. */
	readonly serverOrigin: string;
	readonly user: UserEntry;
};

/** The inputs besides the kubeconfig. */
type Surroundings = {
	readonly flags: ClusterFlags;
	readonly env: NodeJS.ProcessEnv;
	readonly serviceAccountFolder: string;
};

type Chosen = {
	readonly cluster: ClusterEntry;
	readonly user: UserEntry;
	readonly serverOrigin: string;
};

/**
 * Chooses as client-go's DeferredLoadingClientConfig does: the context first, then cluster and user, each overridden by flags. Without
 * a server it takes the cluster of the pod that it runs in, then `$KUBERNETES_MASTER`. kubectl's last resort, localhost:8080, is an
 * error here.
 * @throws PluginError `context` or `kubeconfig`
 */
export async function chooseAccess(
	loaded: LoadedKubeconfig,
	around: Surroundings,
): Promise<Access> {
	const { flags, env, serviceAccountFolder } = around;
	const context = await chooseContext(loaded, flags);
	const chosen = await chooseEntries(loaded, context, flags);
	const inCluster = await isInCluster(env, serviceAccountFolder);
	const { cluster, user, serverOrigin } =
		chosen.cluster.server === undefined && inCluster
			? inClusterEntries(chosen, around)
			: chosen;
	const server = cluster.server ?? env["KUBERNETES_MASTER"];
	if (!server) throw noServer(loaded, context, cluster.name);
	await checkCluster(cluster);
	await checkUser(user);
	const podNamespace = inCluster
		? await inClusterNamespace(env, serviceAccountFolder)
		: undefined;
	return {
		serverOrigin:
			cluster.server === undefined ? "KUBERNETES_MASTER" : serverOrigin,
		namespace:
			flags.namespace || context?.namespace || podNamespace || "default",
		cluster: { ...cluster, server: serverUrl(server) },
		user,
	};
}

/** Returns which setting of flags and kubeconfig names the server. */
function serverOriginOf(
	flags: ClusterFlags,
	context: ContextEntry | undefined,
): string {
	if (flags.server) return "--server";
	return flags.cluster || context === undefined
		? `cluster "${flags.cluster}"`
		: `context "${context.name}"`;
}

async function chooseContext(
	loaded: LoadedKubeconfig,
	flags: ClusterFlags,
): Promise<ContextEntry | undefined> {
	const { contexts, currentContext } = loaded.kubeconfig;
	const name = flags.context || currentContext;
	if (name === undefined) return undefined;
	const context = contexts.get(name);
	if (context === undefined)
		throw await unknownContext(name, flags.context ? "flag" : "file", loaded);
	return context;
}

async function chooseEntries(
	loaded: LoadedKubeconfig,
	context: ContextEntry | undefined,
	flags: ClusterFlags,
): Promise<Chosen> {
	const { clusters, users } = loaded.kubeconfig;
	const clusterName = flags.cluster || context?.cluster;
	const userName = flags.user || context?.user;
	const cluster = clusters.get(clusterName ?? "");
	const user = users.get(userName ?? "");
	if (cluster === undefined && clusterName && (flags.cluster || !flags.server))
		throw await missingEntry("cluster", clusterName, loaded, context);
	if (user === undefined && userName && (flags.user || !saysWho(flags)))
		throw await missingEntry("user", userName, loaded, context);
	return {
		cluster: clusterWithFlags(cluster, clusterName ?? "", flags),
		user: userWithFlags(user, userName ?? "", flags),
		serverOrigin: serverOriginOf(flags, context),
	};
}

/** Whether the flags alone name credentials, so that a missing user entry does no harm. */
function saysWho(flags: ClusterFlags): boolean {
	return Boolean(flags.token || flags.clientCertificate);
}

/** The entries of the pod's own cluster. Only `--token`, `--certificate-authority` and impersonation still apply. */
function inClusterEntries(chosen: Chosen, around: Surroundings): Chosen {
	const { flags, env, serviceAccountFolder } = around;
	const pod = inClusterUser(serviceAccountFolder);
	const server = inClusterServer(env, serviceAccountFolder);
	return {
		serverOrigin: "KUBERNETES_SERVICE_HOST",
		cluster: {
			...chosen.cluster,
			...server,
			certificateAuthority:
				flags.certificateAuthority || server.certificateAuthority,
			certificateAuthorityData: undefined,
			insecureSkipTlsVerify: false,
		},
		user: flags.token ? chosen.user : { ...chosen.user, ...pod },
	};
}
