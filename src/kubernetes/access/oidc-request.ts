import { readFile } from "node:fs/promises";
import { type Agent, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { readText } from "../api/read-body.ts";
import { createAgent } from "./agent.ts";
import { proxyFromEnvironment } from "./proxy-rules.ts";

/** Milliseconds for one answer of the identity provider. */
const TIMEOUT_MS = 30_000;
/** Maximum bytes of one answer. Tokens are a few KiB. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** The entries of an auth-provider in the kubeconfig: `idp-issuer-url`, `client-id` … */
export type OidcConfig = Readonly<Record<string, string>>;

/** The whole answer of an identity provider. */
export type Answer = { readonly status: number; readonly text: string };

/** Asks an address: with a GET, or with a POST of a form. Rejects when there is no answer. */
export type Ask = (address: string, form?: Form) => Promise<Answer>;

type Form = {
	readonly body: URLSearchParams;
	readonly authorization?: string;
};

/** Creates the function that asks the provider, with the authority of the kubeconfig, if any, and the environment's proxy. */
export async function asker(
	config: OidcConfig,
	env: NodeJS.ProcessEnv,
): Promise<Ask> {
	const authority = await idpAuthority(config);
	return async (address, form) => {
		const url = new URL(address);
		const tls = {
			authority,
			verification: "verify",
			serverName: undefined,
			client: undefined,
		} as const;
		const { agent } = createAgent({
			tls: url.protocol === "https:" ? tls : undefined,
			proxy: proxyFromEnvironment(url, env),
		});
		try {
			return await exchange(url, agent, form);
		} finally {
			agent.destroy();
		}
	};
}

function exchange(
	url: URL,
	agent: Agent,
	form: Form | undefined,
): Promise<Answer> {
	const options = {
		agent,
		method: form === undefined ? "GET" : "POST",
		signal: AbortSignal.timeout(TIMEOUT_MS),
		headers: {
			accept: "application/json",
			...(form && { "content-type": "application/x-www-form-urlencoded" }),
			...(form?.authorization && { authorization: form.authorization }),
		},
	};
	const send = url.protocol === "https:" ? httpsRequest : httpRequest;
	return new Promise((resolve, reject) => {
		const request = send(url, options, (response) => {
			readText(response, MAX_ANSWER_BYTES, "cut").then(
				(text) => resolve({ status: response.statusCode ?? 0, text }),
				reject,
			);
		});
		request.on("error", reject);
		// Without this listener Node reports neither the upgrade nor the end of the request.
		request.once("upgrade", (_, socket) => {
			socket.destroy();
			reject(new Error("changes the protocol unasked"));
		});
		request.end(form?.body.toString());
	});
}

async function idpAuthority(config: OidcConfig): Promise<string | undefined> {
	const data = config["idp-certificate-authority-data"];
	if (data) return Buffer.from(data, "base64").toString("latin1");
	const file = config["idp-certificate-authority"];
	return file ? await readFile(file, "latin1") : undefined;
}
