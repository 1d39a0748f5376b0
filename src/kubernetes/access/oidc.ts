import { PluginError } from "../../errors.ts";
import type { AuthProvider, UserEntry } from "./kubeconfig.ts";
import { refreshTokens } from "./oidc-refresh.ts";
import { tokenSaver } from "./oidc-save.ts";
import { tokenExpiry } from "./token-expiry.ts";

/** A token is renewed this long before its end, since clocks differ (client-go, plugin/pkg/client/auth/oidc). */
const LEEWAY_MS = 10_000;

/** The tools that took the place of the providers that client-go dropped in 1.26. */
const SUCCESSORS: Readonly<Record<string, string>> = {
	gcp: "gke-gcloud-auth-plugin, see gcloud container clusters get-credentials",
	azure: "kubelogin, see kubelogin convert-kubeconfig",
};

/**
 * The id-token of the auth-provider `oidc`, renewed when it has ended and saved to the kubeconfig like kubectl does: many providers
 * take each refresh-token once only, so what is not saved locks the user out.
 * client-node's own sends no client-secret, misreads the new expiry and saves nothing.
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
