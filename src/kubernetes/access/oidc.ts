import { PluginError } from "../../errors.ts";
import type { AuthProvider, UserEntry } from "./kubeconfig.ts";
import { refreshTokens } from "./oidc-refresh.ts";
import { tokenSaver } from "./oidc-save.ts";
import { tokenExpiry } from "./token-expiry.ts";

/** Milliseconds before its end at which a token is renewed, since clocks differ (client-go, plugin/pkg/client/auth/oidc). */
const LEEWAY_MS = 10_000;

/** The tools that replace the providers that client-go dropped in 1.26. */
const SUCCESSORS: Readonly<Record<string, string>> = {
	gcp: "gke-gcloud-auth-plugin, see gcloud container clusters get-credentials",
	azure: "kubelogin, see kubelogin convert-kubeconfig",
};

/**
 * Returns the source of the id-token of the auth-provider `oidc`. A token that has ended is renewed and saved to the kubeconfig, as
 * kubectl does. Many providers accept each refresh-token only once, so an unsaved one locks the user out. client-node's own provider
 * sends no client-secret, misreads the new expiry and saves nothing.
 * @throws PluginError `credentials`
 */
export function oidcTokens(
	provider: AuthProvider,
	user: UserEntry,
	env: NodeJS.ProcessEnv,
): () => Promise<string> {
	let config = provider.config;
	return async () => {
		refuseOthers(provider, user);
		const known = config["id-token"];
		if (known && isFresh(known)) return known;
		const save = await tokenSaver(user);
		const tokens = await refreshTokens(config, user.name, env);
		config = {
			...config,
			"id-token": tokens.idToken,
			...(tokens.refreshToken === undefined
				? {}
				: { "refresh-token": tokens.refreshToken }),
		};
		await save(tokens);
		return tokens.idToken;
	};
}

function isFresh(idToken: string): boolean {
	const end = tokenExpiry(idToken);
	return end !== undefined && end.getTime() - LEEWAY_MS > Date.now();
}

function refuseOthers({ name }: AuthProvider, user: UserEntry): void {
	if (name === "oidc") return;
	const successor = SUCCESSORS[name];
	throw new PluginError(
		"credentials",
		`user "${user.name}" uses the auth-provider "${name}", which ${successor ? "kubectl no longer has" : "does not exist"}`,
		{
			hint: [successor ? `use ${successor}` : "the only one is oidc"],
			facts: { provider: name },
		},
	);
}
