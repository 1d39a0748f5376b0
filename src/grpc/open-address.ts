import { connect } from "node:net";
import { abortError } from "../abort.ts";
import { PluginError } from "../errors.ts";
import { hostPort } from "../host-port.ts";
import type { OpenStream } from "./transport.ts";

/**
 * Returns the function that opens TCP connections to an address, for targets of the form `host:port`. Node tries the several addresses
 * of a name (RFC 8305). Only the caller's signal limits the time. It rejects with PluginError `connection-refused`, `name-unresolved`,
 * `no-route`, otherwise `connection-lost`, or with the reason of the aborted signal.
 */
export function openAddress(host: string, port: number): OpenStream {
	return (signal) =>
		new Promise((resolve, reject) => {
			if (signal.aborted) return reject(abortError(signal));
			// Node's own signal option would also end the connection after it is open.
			const socket = connect({ host, port, noDelay: true });
			const abort = () => socket.destroy(abortError(signal));
			signal.addEventListener("abort", abort, { once: true });
			const fail = (error: Error) => {
				signal.removeEventListener("abort", abort);
				reject(addressError(host, port, error));
			};
			socket.once("error", fail);
			socket.once("connect", () => {
				signal.removeEventListener("abort", abort);
				socket.off("error", fail);
				resolve(socket);
			});
		});
}

function addressError(host: string, port: number, cause: Error): PluginError {
	if (cause instanceof PluginError) return cause;
	const code = "code" in cause ? String(cause.code) : "";
	switch (code) {
		case "ECONNREFUSED":
			return new PluginError(
				"connection-refused",
				`nothing listens on ${hostPort(host, port)}`,
				{ cause },
			);
		case "ENOTFOUND":
		case "EAI_AGAIN":
			return new PluginError(
				"name-unresolved",
				`the name ${host} does not resolve`,
				{ cause },
			);
		case "EHOSTUNREACH":
		case "ENETUNREACH":
			return new PluginError(
				"no-route",
				`there is no route to ${hostPort(host, port)} (${code})`,
				{
					cause,
					hint: [
						"check that the VPN is up, if one is needed, and that no firewall is in the way",
					],
				},
			);
		default:
			return new PluginError(
				"connection-lost",
				`no connection to ${hostPort(host, port)}: ${cause.message || code}`,
				{ cause },
			);
	}
}
