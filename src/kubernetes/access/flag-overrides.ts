import { PluginError } from "../../errors.ts";
import type { ClusterFlags } from "../cluster.ts";
import { fieldOf } from "../field.ts";
import type { ClusterEntry, Impersonation, UserEntry } from "./kubeconfig.ts";
import { clusterOf, userOf } from "./kubeconfig-decode.ts";

/** The fields of an entry that does not exist. */
const NOTHING = fieldOf({});

/** The cluster entry with kubectl's cluster flags laid over it (client-go, DirectClientConfig.getCluster). */
export function clusterWithFlags(
	entry: ClusterEntry | undefined,
	name: string,
	flags: ClusterFlags,
): ClusterEntry {
	const base = entry ?? clusterOf(name, NOTHING);
	// Either of the two flags about trust replaces all that the file says about trust.
	const trust =
		flags.insecureSkipTlsVerify || flags.certificateAuthority
			? {
					insecureSkipTlsVerify: flags.insecureSkipTlsVerify ?? false,
					certificateAuthority: flags.certificateAuthority || undefined,
					certificateAuthorityData: undefined,
				}
			: {};
	return {
		...base,
		...trust,
		server: flags.server || base.server,
		// The file's tlsServerName belongs to the file's server. With --server, only --tls-server-name counts.
		tlsServerName:
			flags.tlsServerName || (flags.server ? undefined : base.tlsServerName),
		proxyUrl: flags.proxyUrl || base.proxyUrl,
		disableCompression: flags.disableCompression || base.disableCompression,
	};
}

/** The user entry with kubectl's user flags laid over it. @throws PluginError `usage` for a malformed `--as-user-extra` */
export function userWithFlags(
	entry: UserEntry | undefined,
	name: string,
	flags: ClusterFlags,
): UserEntry {
	const base = entry ?? userOf(name, NOTHING, "");
	// A file from a flag also replaces the data in the entry, as in kubectl 1.35 and later (kubernetes/kubernetes#133917).
	const certificate = flags.clientCertificate
		? {
				clientCertificate: flags.clientCertificate,
				clientCertificateData: undefined,
			}
		: {};
	const key = flags.clientKey
		? { clientKey: flags.clientKey, clientKeyData: undefined }
		: {};
	return {
		...base,
		...certificate,
		...key,
		token: flags.token || base.token,
		tokenFrom: flags.token ? "flag" : "entry",
		impersonate: impersonationWithFlags(base.impersonate, flags),
	};
}

function impersonationWithFlags(
	base: Impersonation,
	flags: ClusterFlags,
): Impersonation {
	return {
		user: flags.as || base.user,
		uid: flags.asUid || base.uid,
		groups: flags.asGroup?.length ? flags.asGroup : base.groups,
		extra: flags.asUserExtra?.length ? extraOf(flags.asUserExtra) : base.extra,
	};
}

/** Groups `key=value` texts by key; a key may come several times. */
function extraOf(pairs: readonly string[]): Record<string, readonly string[]> {
	const extra = new Map<string, string[]>();
	for (const pair of pairs) {
		const equals = pair.indexOf("=");
		if (equals <= 0)
			throw new PluginError(
				"usage",
				`--as-user-extra ${JSON.stringify(pair)} is not KEY=VALUE`,
				{ hint: ["--as-user-extra scopes=view"] },
			);
		const key = pair.slice(0, equals);
		extra.set(key, [...(extra.get(key) ?? []), pair.slice(equals + 1)]);
	}
	return Object.fromEntries(extra);
}
