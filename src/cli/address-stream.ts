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
		const [{ passedOver, proxyFromEnvironment }, { openProxyTunnel }] =
			await Promise.all([
				import("../kubernetes/access/proxy-rules.ts"),
				import("../kubernetes/access/proxy-tunnel.ts"),
			]);
		const url = urlOf(host, port);
		const proxy = url && proxyFromEnvironment(url, env);
		if (proxy === undefined)
			return openNamed(host, port, signal, url && passedOver(url, env));
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

/**
 * Opens a connection to an address; of a name that only the cluster's DNS has it is said which target it is, and of whatever fails which
 * variable was passed over, if one was.
 */
async function openNamed(
	host: string,
	port: number,
	signal: AbortSignal,
	variable?: string,
): Promise<Duplex> {
	try {
		return await openAddress(host, port)(signal);
	} catch (caught) {
		const error = toPluginError(caught);
		const service =
			error.code === "name-unresolved" ? serviceNamed(host, port) : undefined;
		const hint = [
			...(variable ? [`${variable} is not a URL, so no proxy was used`] : []),
			...(service ? [`if it is a Service of the cluster: ${service}`] : []),
		];
		if (hint.length === 0) throw error;
		throw new PluginError(error.code, error.message, {
			cause: error.cause,
			hint: [...error.hint, ...hint],
		});
	}
}

/** The URL that a proxy is looked for by; an address with a zone (fe80::1%eth0) is in none, and has a meaning on this machine alone. */
function urlOf(host: string, port: number): URL | undefined {
	return URL.parse(`https://${hostPort(host, port)}`) ?? undefined;
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
