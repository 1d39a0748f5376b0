import type { Duplex } from "node:stream";
import { PluginError, toPluginError } from "../errors.ts";
import { openAddress } from "../grpc/open-address.ts";
import type { OpenStream } from "../grpc/transport.ts";
import { hostPort } from "../host-port.ts";
import { serviceNamed } from "./service-named.ts";

/** Milliseconds and environment that bound a way to an address. */
type AddressOptions = {
	readonly env: NodeJS.ProcessEnv;
	/** Of the proxy's answer, in milliseconds. */
	readonly timeoutMs: number;
};

/**
 * Gives a function that opens connections to an address, through the proxy that HTTPS_PROXY names unless NO_PROXY or loopback
 * exempts it, as gRPC's own clients do (grpc/proposal A1).
 */
export function addressStream(
	host: string,
	port: number,
	{ env, timeoutMs }: AddressOptions,
): OpenStream {
	// Without the variable nothing of it needs to be evaluated.
	if (!env["HTTPS_PROXY"] && !env["https_proxy"])
		return (signal) => openNamed(host, port, signal);
	return async (signal) => {
		const [{ proxyFromEnvironment }, { openProxyTunnel }] = await Promise.all([
			import("../kubernetes/access/proxy-rules.ts"),
			import("../kubernetes/access/proxy-tunnel.ts"),
		]);
		const proxy = proxyFor(host, port, (url) => proxyFromEnvironment(url, env));
		if (proxy === undefined) return openNamed(host, port, signal);
		try {
			const limits = { timeoutMs, signal };
			const to = { host, port };
			return await openProxyTunnel(proxy, to, undefined, limits);
		} catch (caught) {
			signal.throwIfAborted();
			throw proxyError(caught, host);
		}
	};
}

/** Opens a connection to an address; of a name that only the cluster's DNS has it is said which target it is. */
async function openNamed(
	host: string,
	port: number,
	signal: AbortSignal,
): Promise<Duplex> {
	try {
		return await openAddress(host, port)(signal);
	} catch (caught) {
		const error = toPluginError(caught);
		const service = serviceNamed(host, port);
		if (error.code !== "name-unresolved" || service === undefined) throw error;
		throw new PluginError(error.code, error.message, {
			cause: error.cause,
			hint: [`if it is a Service of the cluster: ${service}`],
		});
	}
}

function proxyFor(
	host: string,
	port: number,
	proxyOf: (url: URL) => URL | undefined,
): URL | undefined {
	const url = URL.parse(`https://${hostPort(host, port)}`);
	// An address with a zone (fe80::1%eth0) is in no URL, and has a meaning on this machine alone.
	return url === null ? undefined : proxyOf(url);
}

function proxyError(caught: unknown, host: string): PluginError {
	return new PluginError("tunnel-failed", toPluginError(caught).message, {
		cause: caught,
		hint: [
			"the proxy comes from HTTPS_PROXY",
			`NO_PROXY=${host} goes around it`,
		],
	});
}
