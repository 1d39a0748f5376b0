import type { KeyPair } from "./certificate/certificate.ts";

/** A user of the sandbox. The kubeconfig has a context of the same name. */
export type Identity =
	| { readonly name: string; readonly token: string }
	| { readonly name: string; readonly certificate: KeyPair };

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
						"certificate-authority-data": base64(authorityPem),
					},
				},
			],
			users: identities.map((identity) => ({
				name: identity.name,
				user: credentials(identity),
			})),
			contexts: identities.map(({ name }) => ({
				name,
				context: { cluster: "sandbox", user: name, namespace },
			})),
			"current-context": identities[0]?.name ?? "",
		},
		null,
		2,
	)}\n`;
}

function credentials(identity: Identity) {
	return "token" in identity
		? { token: identity.token }
		: {
				"client-certificate-data": base64(identity.certificate.cert),
				"client-key-data": base64(identity.certificate.key),
			};
}

function base64(text: string): string {
	return Buffer.from(text).toString("base64");
}
