import { beginningOf } from "../../cut-text.ts";
import { messageOf, PluginError } from "../../errors.ts";
import { shellWord } from "../../shell-word.ts";
import { fieldOf, ShapeError } from "../field.ts";
import {
	type Answer,
	type Ask,
	asker,
	type OidcConfig,
} from "./oidc-request.ts";

/** The tokens that a provider returns for a refresh-token. The refresh-token is there only when the provider changes it. */
export type OidcTokens = {
	readonly idToken: string;
	readonly refreshToken: string | undefined;
};

/**
 * Exchanges the refresh-token for a new id-token: OpenID Connect discovery, then the refresh grant (RFC 6749, section 6).
 * @param config the provider's entries in the kubeconfig (`idp-issuer-url`, `client-id` …)
 * @throws PluginError `credentials`
 */
export async function refreshTokens(
	config: OidcConfig,
	userName: string,
	env: NodeJS.ProcessEnv,
): Promise<OidcTokens> {
	const issuer = required(config, "idp-issuer-url", userName);
	required(config, "client-id", userName);
	const refreshToken = config["refresh-token"];
	if (!refreshToken)
		throw cannotRefresh(userName, "has ended, and there is no refresh-token");
	try {
		const ask = await asker(config, env);
		const endpoint = await tokenEndpoint(issuer, ask);
		const answer = await grant(endpoint, refreshToken, config, ask);
		const idToken = answer.text("id_token");
		if (idToken === undefined)
			throw new Error("answers without an id_token (scope openid?)");
		return { idToken, refreshToken: answer.text("refresh_token") };
	} catch (caught) {
		if (caught instanceof PluginError) throw caught;
		const reason =
			caught instanceof ShapeError
				? `answers something else: ${caught.message}`
				: messageOf(caught);
		throw cannotRefresh(userName, `cannot be renewed: ${issuer} ${reason}`);
	}
}

async function tokenEndpoint(issuer: string, ask: Ask): Promise<string> {
	const base = issuer.replace(/\/$/, "");
	const answer = await ask(`${base}/.well-known/openid-configuration`);
	const endpoint = jsonOf(answer).text("token_endpoint");
	if (endpoint === undefined)
		throw new Error("names no token_endpoint in its configuration");
	if (isSecure(issuer) && !isSecure(endpoint))
		throw new Error(
			"names a token_endpoint without TLS, which is sent nothing",
		);
	return endpoint;
}

function isSecure(address: string): boolean {
	return URL.parse(address)?.protocol === "https:";
}

/** Requests the tokens. Providers expect the client's secret in different places; as in Go's oauth2, the header comes first. */
async function grant(
	endpoint: string,
	refreshToken: string,
	config: OidcConfig,
	ask: Ask,
) {
	const id = config["client-id"] ?? "";
	const secret = config["client-secret"] ?? "";
	const grantType = {
		grant_type: "refresh_token",
		refresh_token: refreshToken,
	};
	const pair = `${formEncoded(id)}:${formEncoded(secret)}`;
	const byHeader = await ask(endpoint, {
		body: new URLSearchParams(grantType),
		authorization: `Basic ${Buffer.from(pair).toString("base64")}`,
	});
	if (byHeader.status === 200) return jsonOf(byHeader);
	const client = { client_id: id, ...(secret && { client_secret: secret }) };
	return jsonOf(
		await ask(endpoint, {
			body: new URLSearchParams({ ...grantType, ...client }),
		}),
	);
}

/** Encodes as in a form, where a space is `+` (RFC 6749, section 2.3.1). */
function formEncoded(text: string): string {
	return new URLSearchParams({ "": text }).toString().slice(1);
}

/** Returns the fields of the answer. For a refusal, the error shows only the OAuth error code, because bodies may hold tokens. */
function jsonOf({ status, text }: Answer) {
	const parsed = parseJson(text);
	if (status !== 200) {
		const code = beginningOf(parsed?.text("error") ?? "", 80);
		throw new Error(code ? `answers ${status}: ${code}` : `answers ${status}`);
	}
	if (parsed === undefined) throw new Error("answers no JSON");
	return parsed;
}

function parseJson(text: string) {
	try {
		return fieldOf(JSON.parse(text), "the answer");
	} catch {
		return undefined;
	}
}

function required(config: OidcConfig, key: string, userName: string): string {
	const value = config[key];
	if (value) return value;
	throw new PluginError(
		"kubeconfig",
		`the auth-provider oidc of user "${userName}" has no ${key}`,
		{
			hint: [
				`kubectl config set-credentials ${shellWord(userName)} --auth-provider=oidc --auth-provider-arg=${key}=…`,
			],
		},
	);
}

function cannotRefresh(userName: string, what: string): PluginError {
	return new PluginError(
		"credentials",
		`the id-token of user "${userName}" ${what}`,
		{ hint: ["log in to the identity provider again"] },
	);
}
