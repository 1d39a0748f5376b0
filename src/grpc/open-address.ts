import { connect } from "node:net";
import { PluginError } from "../errors.ts";
import { hostPort } from "../host-port.ts";
import type { OpenStream } from "./transport.ts";

/**
 * Gives a function that opens TCP connections to an address, for targets of the form `host:port`. A name with several
 * addresses is tried as Node does (RFC 8305). The caller's signal is the only limit of time.
 * It rejects with PluginError `connection-refused`, `name-unresolved`, `connection-lost` else.
 */
export function openAddress(host: string, port: number): OpenStream {
	return (signal) =>
		new Promise((resolve, reject) => {
			const socket = connect({ host, port, noDelay: true, signal });
			const fail = (error: Error) => reject(addressError(host, port, error));
			socket.once("error", fail);
			socket.once("connect", () => {
				socket.off("error", fail);
				resolve(socket);
			});
		});
}

function addressError(host: string, port: number, cause: Error): PluginError {
	const code = "code" in cause ? String(cause.code) : "";
	switch (code) {
		case "ABORT_ERR":
			return new PluginError("cancelled", "interrupted", { cause });
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
		default:
			return new PluginError(
				"connection-lost",
				`no connection to ${hostPort(host, port)}: ${cause.message || code}`,
				{ cause },
			);
	}
}
