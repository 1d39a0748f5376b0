import type { LendTerminal } from "../../lent-terminal.ts";
import type { CredentialFact } from "../cluster.ts";
import type { ClusterLog } from "../cluster-log.ts";
import {
	type Authority,
	type ClientCertificate,
	readClientCertificate,
} from "./certificates.ts";
import type { Access } from "./choose-access.ts";
import type { ExecCredential } from "./exec-credential.ts";
import { runExecPlugin } from "./exec-plugin.ts";
import { headerValue } from "./header-value.ts";
import type { UserEntry } from "./kubeconfig.ts";
import { oidcTokens } from "./oidc.ts";
import { tokenExpiry } from "./token-expiry.ts";
import { tokenFile } from "./token-file.ts";

/** The credentials that a request shows to the API server. */
export type Presented = {
	readonly authorization: string | undefined;
	readonly certificate: ClientCertificate | undefined;
	readonly facts: readonly CredentialFact[];
};

/**
 * Returns the credentials to present. `fresh` means that the API server has refused the last ones.
 * @throws PluginError `credentials` or `certificate`
 */
export type CredentialSource = (options: {
	readonly fresh: boolean;
}) => Promise<Presented>;

/** What a source needs besides the user entry. */
type SourceContext = {
	readonly access: Access;
	readonly authority: Authority | undefined;
	readonly env: NodeJS.ProcessEnv;
	/** `--kuberc`. */
	readonly kuberc: string | undefined;
	readonly log?: ClusterLog | undefined;
	readonly lend?: LendTerminal | undefined;
};

/** client-go's CertCallbackRefreshDuration (transport/cert_rotation.go). */
const REREAD_CERTIFICATE_AFTER_MS = 5 * 60_000;

/** The credentials of a user without any. */
export const ANONYMOUS: Presented = {
	authorization: undefined,
	certificate: undefined,
	facts: [],
};

/**
 * Creates the source for a user entry. It joins the certificate with the first of token, basic, exec plugin and auth-provider that the
 * entry has. That is client-go's order (transport/round_trippers.go). An exec plugin does not run when the entry has a certificate.
 */
export function credentialSource(context: SourceContext): CredentialSource {
	const { user } = context.access;
	const authorize = authorizationSource(context);
	const readCertificate = certificateReader(user);
	return async (options) => {
		const certificate = await readCertificate(options);
		const presented = await authorize(options);
		if (certificate === undefined) return presented;
		return {
			...presented,
			certificate,
			facts: [certificateFact(certificate, user), ...presented.facts],
		};
	};
}

/** Reads certificate files again after a refusal, and after a while, because other programs rotate them. */
function certificateReader(
	user: UserEntry,
): (options: {
	readonly fresh: boolean;
}) => Promise<ClientCertificate | undefined> {
	let last:
		| { readonly value: ClientCertificate | undefined; readonly readAt: number }
		| undefined;
	return async ({ fresh }) => {
		if (
			!last ||
			fresh ||
			Date.now() - last.readAt > REREAD_CERTIFICATE_AFTER_MS
		)
			last = { value: await readClientCertificate(user), readAt: Date.now() };
		return last.value;
	};
}

function authorizationSource(context: SourceContext): CredentialSource {
	const { user } = context.access;
	if (user.tokenFile !== undefined) return fromTokenFile(user, user.tokenFile);
	if (user.token !== undefined) {
		const presented = bearer(
			user.token,
			"token",
			`the token of ${user.tokenFrom === "flag" ? "--token" : nameOf(user)}`,
		);
		return async () => presented;
	}
	if (user.username !== undefined) {
		const presented = basic(user.username, user.password ?? "", user);
		return async () => presented;
	}
	const hasCertificate = user.clientCertificate ?? user.clientCertificateData;
	if (user.exec !== undefined && hasCertificate === undefined)
		return fromExecPlugin(context, user.exec);
	if (user.authProvider !== undefined)
		return fromOidc(context, user.authProvider);
	return async () => ANONYMOUS;
}

function fromTokenFile(user: UserEntry, path: string): CredentialSource {
	const read = tokenFile(path, user.token);
	return async (options) =>
		bearer(await read(options), "token-file", `the token file ${path}`);
}

function fromExecPlugin(
	{ access: { cluster }, ...context }: SourceContext,
	plugin: NonNullable<UserEntry["exec"]>,
): CredentialSource {
	let last: ExecCredential | undefined;
	let running: Promise<ExecCredential> | undefined;
	// Two that ask on the terminal at the same time would get each other's answers.
	const runOnce = () => {
		running ??= runExecPlugin(plugin, { ...context, cluster }).finally(() => {
			running = undefined;
		});
		return running;
	};
	return async ({ fresh }) => {
		if (running !== undefined || fresh || last === undefined || hasEnded(last))
			last = await runOnce();
		return execPresented(last, plugin.command);
	};
}

function hasEnded({ expiresAt }: ExecCredential): boolean {
	return expiresAt !== undefined && expiresAt.getTime() <= Date.now();
}

function execPresented(credential: ExecCredential, command: string): Presented {
	const plugin = `the exec plugin ${JSON.stringify(command)}`;
	const expiresAt =
		credential.expiresAt ??
		credential.certificate?.notAfter ??
		tokenExpiry(credential.token ?? "");
	const facts: readonly CredentialFact[] = [
		{ kind: "exec-plugin", origin: `the credentials of ${plugin}`, expiresAt },
	];
	return {
		authorization:
			credential.token === undefined
				? undefined
				: `Bearer ${headerValue(credential.token, `the token of ${plugin}`)}`,
		certificate: credential.certificate,
		facts,
	};
}

function fromOidc(
	{ access, env }: SourceContext,
	provider: NonNullable<UserEntry["authProvider"]>,
): CredentialSource {
	const tokens = oidcTokens(provider, access.user, env);
	const origin = `the token of the auth-provider ${provider.name} of ${nameOf(access.user)}`;
	return async () => bearer(await tokens(), "auth-provider", origin);
}

function bearer(
	token: string,
	kind: CredentialFact["kind"],
	origin: string,
): Presented {
	return {
		authorization: `Bearer ${headerValue(token, origin)}`,
		certificate: undefined,
		facts: [{ kind, origin, expiresAt: tokenExpiry(token) }],
	};
}

function basic(username: string, password: string, user: UserEntry): Presented {
	const encoded = Buffer.from(`${username}:${password}`).toString("base64");
	const origin = `the username and password of ${nameOf(user)}`;
	return {
		authorization: `Basic ${encoded}`,
		certificate: undefined,
		facts: [{ kind: "basic", origin, expiresAt: undefined }],
	};
}

function certificateFact(
	certificate: ClientCertificate,
	user: UserEntry,
): CredentialFact {
	return {
		kind: "client-certificate",
		origin: `the client certificate of ${nameOf(user)}`,
		expiresAt: certificate.notAfter,
	};
}

function nameOf(user: UserEntry): string {
	return user.name === "" ? "the command line" : `user "${user.name}"`;
}
