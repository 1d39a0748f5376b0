/** A named `cluster` entry. Texts that are empty in the file are undefined here, since kubectl treats both the same. */
export type ClusterEntry = {
	readonly name: string;
	readonly server: string | undefined;
	readonly tlsServerName: string | undefined;
	readonly insecureSkipTlsVerify: boolean;
	/** Path of a PEM file. */
	readonly certificateAuthority: string | undefined;
	readonly certificateAuthorityData: Buffer | undefined;
	readonly proxyUrl: string | undefined;
	readonly disableCompression: boolean;
	/** The extension `client.authentication.k8s.io/exec`, passed to exec plugins unchanged. */
	readonly execConfig: unknown;
};

/** A named `user` entry, with every kind of credential. */
export type UserEntry = {
	readonly name: string;
	/** Absolute path of the kubeconfig that holds the entry; renewed tokens are saved to it. Empty when no file holds it. */
	readonly origin: string;
	readonly clientCertificate: string | undefined;
	readonly clientCertificateData: Buffer | undefined;
	readonly clientKey: string | undefined;
	readonly clientKeyData: Buffer | undefined;
	readonly token: string | undefined;
	/** Where `token` is from: this entry, or `--token` instead of it. */
	readonly tokenFrom: "entry" | "flag";
	readonly tokenFile: string | undefined;
	readonly username: string | undefined;
	readonly password: string | undefined;
	readonly impersonate: Impersonation;
	readonly authProvider: AuthProvider | undefined;
	readonly exec: ExecPlugin | undefined;
};

/** The user to act as. The API server ignores the other fields unless a user is named. */
export type Impersonation = {
	readonly user: string | undefined;
	readonly uid: string | undefined;
	readonly groups: readonly string[];
	readonly extra: Readonly<Record<string, readonly string[]>>;
};

export type AuthProvider = {
	readonly name: string;
	readonly config: Readonly<Record<string, string>>;
};

/** A client-go credential plugin: a command that prints an ExecCredential. */
export type ExecPlugin = {
	readonly command: string;
	readonly args: readonly string[];
	readonly env: readonly { readonly name: string; readonly value: string }[];
	readonly apiVersion: string;
	readonly installHint: string | undefined;
	readonly provideClusterInfo: boolean;
	/** `Never`, `IfAvailable` or `Always`. Another value is refused when the plugin is needed. */
	readonly interactiveMode: string | undefined;
};

export type ContextEntry = {
	readonly name: string;
	readonly cluster: string | undefined;
	readonly user: string | undefined;
	readonly namespace: string | undefined;
};

/** One kubeconfig file, or several merged. */
export type Kubeconfig = {
	readonly currentContext: string | undefined;
	readonly clusters: ReadonlyMap<string, ClusterEntry>;
	readonly users: ReadonlyMap<string, UserEntry>;
	readonly contexts: ReadonlyMap<string, ContextEntry>;
};

/**
 * Merges files in the order of the list. The first file that names an entry, or sets the current context, wins (client-go,
 * tools/clientcmd/loader.go).
 */
export function mergeKubeconfigs(files: readonly Kubeconfig[]): Kubeconfig {
	return {
		currentContext: files.find((file) => file.currentContext !== undefined)
			?.currentContext,
		clusters: firstWins(files.map((file) => file.clusters)),
		users: firstWins(files.map((file) => file.users)),
		contexts: firstWins(files.map((file) => file.contexts)),
	};
}

function firstWins<Entry>(
	maps: readonly ReadonlyMap<string, Entry>[],
): ReadonlyMap<string, Entry> {
	return new Map(maps.toReversed().flatMap((map) => [...map]));
}
