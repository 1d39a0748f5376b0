import type { Duplex } from "node:stream";
import { PluginError, toPluginError, withHint } from "../errors.ts";
import { openAddress } from "../grpc/open-address.ts";
import type { OpenStream } from "../grpc/transport.ts";
import { hostPort } from "../host-port.ts";
import { serviceNamed } from "./service-named.ts";

/** The environment and the time limit for connecting to an address. */
type AddressOptions = {
	readonly env: NodeJS.ProcessEnv;
	/** How long to wait for the proxy's answer. */
	readonly timeoutMs: number;
};

/**
 * Returns the function that opens connections to an address. It uses the proxy of HTTPS_PROXY, unless NO_PROXY or loopback exempts the
 * address, as gRPC's own clients do (grpc/proposal A1).
 */
export function addressStream(
	host: string,
	port: number,
	{ env, timeoutMs }: AddressOptions,
): OpenStream {
	// Without the variable, the proxy modules need not be loaded.
	if (!env["HTTPS_PROXY"] && !env["https_proxy"])
		return (signal) => openNamed(host, port, signal);
	return async (signal) => {
		const [
			{ ignoredProxyVariable, proxyFromEnvironment },
			{ openProxyTunnel },
		] = await Promise.all([
			import("../kubernetes/access/proxy-rules.ts"),
			import("../kubernetes/access/proxy-tunnel.ts"),
		]);
		const url = urlOf(host, port);
		const proxy = url && proxyFromEnvironment(url, env);
		if (proxy === undefined)
			return openNamed(
				host,
				port,
				signal,
				url && ignoredProxyVariable(url, env),
			);
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
 * Opens a connection to an address and adds hints to its error: the target to name, when only the cluster's DNS knows the host, and the
 * proxy variable that was ignored, if any.
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
		const hint = [
			...(variable ? [`${variable} is not a URL, so no proxy was used`] : []),
			...(error.code === "name-unresolved" ? [unresolvedHint(host, port)] : []),
		];
		if (hint.length === 0) throw error;
		throw withHint(error, [...error.hint, ...hint]);
	}
}

function unresolvedHint(host: string, port: number): string {
	const service = serviceNamed(host, port);
	return service === undefined
		? `check its spelling; a Service of the cluster is named svc/NAME:${port} -n NAMESPACE`
		: `if it is a Service of the cluster: ${service}`;
}

/** Returns the URL to look a proxy up by. An address with a zone (fe80::1%eth0) has none, and only this machine can reach it. */
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
