import { PluginError } from "../../errors.ts";
import type { CredentialFact } from "../cluster.ts";
import type { Facts, RefusedRequest } from "./refusal.ts";

/**
 * The error for a 401 that renewed credentials did not heal. The server does not give the reason, but the dates on the certificate and
 * in the token often do.
 */
export function unauthorizedError(
	{ cluster, presented }: RefusedRequest,
	facts: Facts,
): PluginError {
	const now = Date.now();
	const ended = presented.find(
		({ expiresAt }) => expiresAt !== undefined && expiresAt.getTime() <= now,
	);
	const [first] = presented;
	if (first === undefined)
		return new PluginError(
			"unauthorized",
			`the API server ${cluster.server} wants credentials, and ${cluster.userName ? `user "${cluster.userName}" has none` : "there are none"}`,
			{
				facts,
				hint: [
					"name a user of the kubeconfig with --user, or a token with --token",
				],
			},
		);
	if (ended?.expiresAt === undefined)
		return new PluginError(
			"unauthorized",
			`the API server ${cluster.server} does not accept ${presented.map(({ origin }) => origin).join(" and ")}`,
			{ facts, hint: [remedy(first)] },
		);
	return new PluginError(
		"unauthorized",
		`${ended.origin} expired on ${ended.expiresAt.toISOString()}`,
		{
			facts: { ...facts, expiredAt: ended.expiresAt.toISOString() },
			hint: [remedy(ended)],
		},
	);
}

function remedy({ kind }: CredentialFact): string {
	switch (kind) {
		case "client-certificate":
			return "fetch the kubeconfig anew, or renew the certificate (kubeadm certs renew)";
		case "token":
			return "put a new token into the kubeconfig, or pass one with --token";
		case "token-file":
			return "write a new token into the file: kubectl create token SERVICEACCOUNT";
		case "basic":
			return "Kubernetes dropped passwords in 1.19: use a token or a certificate";
		case "exec-plugin":
			return "log in again with the plugin's own tool: aws sso login, gcloud auth login, az login …";
		case "auth-provider":
			return "log in to the identity provider again";
	}
}
