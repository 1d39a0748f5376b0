import {
	request as httpRequest,
	type IncomingMessage,
	type RequestOptions,
} from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type Socket } from "node:net";
import type { ConnectionOptions } from "node:tls";
import { PluginError } from "../../errors.ts";
import { hostPort } from "../../host-port.ts";
import { percentDecoded } from "../../percent-decode.ts";
import { checkServerIdentity } from "../../server-identity.ts";
import { systemAuthorities, TRUST } from "../../system-authorities.ts";

/** The address to reach through the proxy. The proxy resolves the name. */
type Destination = { readonly host: string; readonly port: number };

/** Limits on waiting for the proxy's answer. SOCKS uses the time alone. */
type TunnelLimits = {
	readonly timeoutMs: number;
	readonly signal?: AbortSignal;
};

/**
 * Opens a connection to `destination` through a proxy: CONNECT for http and https proxies, SOCKS 5 for the others.
 * @param tls options for TLS to an https proxy: as in kubectl, those of the API server; undefined trusts the system's authorities
 * @throws PluginError `api-unreachable` naming the proxy, without its credentials
 */
export async function openProxyTunnel(
	proxy: URL,
	destination: Destination,
	tls: ConnectionOptions | undefined,
	limits: TunnelLimits,
): Promise<Socket> {
	try {
		return proxy.protocol.startsWith("socks5")
			? await connectBySocks(proxy, destination, limits)
			: await connectByHttp(proxy, destination, tls, limits);
	} catch (caught) {
		if (caught instanceof PluginError) throw caught;
		throw proxyFailed(proxy, destination, reasonOf(caught), caught);
	}
}

function connectByHttp(
	proxy: URL,
	destination: Destination,
	tls: ConnectionOptions | undefined,
	{ timeoutMs, signal }: TunnelLimits,
): Promise<Socket> {
	const timeout = AbortSignal.timeout(Math.ceil(timeoutMs));
	const authority = hostPort(destination.host, destination.port);
	const host = unbracketed(proxy.hostname);
	const options: RequestOptions = {
		method: "CONNECT",
		host,
		port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
		path: authority,
		headers: { host: authority, ...proxyAuthorization(proxy) },
		agent: false,
		signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
	};
	const connect =
		proxy.protocol === "https:"
			? httpsRequest({ ...verifying(host, tls), ...options })
			: httpRequest(options);
	return new Promise((resolve, reject) => {
		connect.on("error", reject);
		connect.once("connect", (response, socket, head) => {
			if (response.statusCode === 200) {
				// The bytes of a server that speaks first, as in HTTP/2 without TLS, may arrive with the proxy's answer.
				if (head.length > 0) socket.unshift(head);
				return resolve(socket);
			}
			socket.destroy();
			reject(proxyFailed(proxy, destination, answered(response)));
		});
		connect.end();
	});
}

/** Sets the name to verify: by default Node takes the destination's, from Host. An address is no SNI (RFC 6066, section 3). */
function verifying(
	host: string,
	tls: ConnectionOptions | undefined,
): ConnectionOptions {
	const servername = isIP(host) === 0 ? host : "";
	const trusted = { ca: systemAuthorities(), ...TRUST, checkServerIdentity };
	return { servername, ...(tls ?? trusted) };
}

async function connectBySocks(
	proxy: URL,
	destination: Destination,
	{ timeoutMs }: TunnelLimits,
): Promise<Socket> {
	const { SocksClient } = await import("socks");
	const { socket } = await SocksClient.createConnection({
		command: "connect",
		timeout: timeoutMs,
		proxy: {
			host: unbracketed(proxy.hostname),
			port: Number(proxy.port || 1080),
			type: 5,
			...(proxy.username === ""
				? {}
				: {
						userId: percentDecoded(proxy.username),
						password: percentDecoded(proxy.password),
					}),
		},
		destination: { host: destination.host, port: destination.port },
	});
	return socket;
}

function answered({ statusCode, statusMessage }: IncomingMessage): string {
	return `it answers ${statusCode} ${statusMessage ?? ""}`.trim();
}

function proxyAuthorization(proxy: URL): Record<string, string> {
	if (proxy.username === "") return {};
	const credentials = `${percentDecoded(proxy.username)}:${percentDecoded(proxy.password)}`;
	const encoded = Buffer.from(credentials).toString("base64");
	return { "proxy-authorization": `Basic ${encoded}` };
}

function proxyFailed(
	proxy: URL,
	destination: Destination,
	reason: string,
	cause?: unknown,
): PluginError {
	return new PluginError(
		"api-unreachable",
		`the proxy ${proxy.protocol}//${proxy.host} does not connect to ${hostPort(destination.host, destination.port)}: ${reason}`,
		{
			cause,
			hint: [
				"the proxy comes from --proxy-url, proxy-url in the kubeconfig, or else HTTPS_PROXY",
				`NO_PROXY=${destination.host} goes around the one of the environment`,
			],
			facts: { proxy: proxy.host },
		},
	);
}

function reasonOf(caught: unknown): string {
	if (!(caught instanceof Error)) return String(caught);
	if (caught.name === "AbortError" || caught.name === "TimeoutError")
		return "no answer in time";
	return "code" in caught ? String(caught.code) : caught.message;
}

function unbracketed(host: string): string {
	return host.replace(/^\[|\]$/g, "");
}
