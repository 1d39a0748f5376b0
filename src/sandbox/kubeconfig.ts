import type { Identity } from "./identities.ts";

type KubeconfigOptions = {
	readonly server: string;
	readonly authorityPem: string;
	readonly namespace: string;
	/** The first one becomes the current context. */
	readonly identities: readonly Identity[];
};

/** Returns the text of the kubeconfig file. It is JSON, which is valid YAML. */
export function kubeconfigText(options: KubeconfigOptions): string {
	const { server, authorityPem, namespace, identities } = options;
	return `${JSON.stringify(
		{
			apiVersion: "v1",
			kind: "Config",
			clusters: [
				{
					name: "sandbox",
					cluster: {
						server,
						"certificate-authority-data":
							Buffer.from(authorityPem).toString("base64"),
					},
				},
			],
			users: identities.map(({ token, user: { name } }) => ({
				name,
				user: { token },
			})),
			contexts: identities.map(({ user: { name } }) => ({
				name,
				context: { cluster: "sandbox", user: name, namespace },
			})),
			"current-context": identities[0]?.user.name ?? "",
		},
		null,
		2,
	)}\n`;
}
