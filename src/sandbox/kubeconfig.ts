import type { KeyPair } from "./certificate/certificate.ts";

/** A way to be somebody in the sandbox: a context of this name. */
export type Identity =
	| { readonly name: string; readonly token: string }
	| { readonly name: string; readonly certificate: KeyPair };

type KubeconfigOptions = {
	readonly server: string;
	readonly authorityPem: string;
	readonly namespace: string;
	/** The first one is the current context. */
	readonly identities: readonly Identity[];
};

/** The kubeconfig file's text. It is JSON, which YAML contains. */
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
