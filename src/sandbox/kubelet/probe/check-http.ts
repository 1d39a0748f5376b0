import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { DialError } from "../network.ts";
import { type CheckResult, failure } from "./check-result.ts";
import { dialFailure } from "./check-tcp.ts";
import { within } from "./within.ts";

/** Sends a GET request. Statuses 200 to 399 are success. Like the kubelet, it does not verify certificates. */
export async function checkHttp(options: {
	readonly address: string;
	readonly dial: () => Promise<Socket>;
	readonly timeoutMs: number;
	readonly scheme: "http" | "https";
	readonly path: string;
}): Promise<CheckResult> {
	const { address, scheme, path, timeoutMs } = options;
	const url = `${scheme}://${address}${path}`;
	const outcome = await within(timeoutMs, async (signal) => {
		const socket = await options.dial();
		signal.addEventListener("abort", () => socket.destroy());
		return await statusOf({ socket, scheme, path, host: address });
	});
	if (outcome.kind === "done")
		return outcome.value >= 200 && outcome.value < 400
			? { result: "success" }
			: failure(`HTTP probe failed with statuscode: ${outcome.value}`);
	const cause =
		outcome.kind === "timeout"
			? "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
			: failureText(address, outcome.error);
	return failure(`Get "${url}": ${cause}`);
}

function failureText(address: string, error: Error): string {
	return error instanceof DialError
		? dialFailure(address, { kind: "failed", error })
		: error.message;
}

function statusOf(target: {
	readonly socket: Socket;
	readonly scheme: "http" | "https";
	readonly path: string;
	readonly host: string;
}): Promise<number> {
	const { socket, scheme, path, host } = target;
	const headers = { host, "user-agent": "kube-probe/1.37", accept: "*/*" };
	return new Promise((resolve, reject) => {
		const request =
			scheme === "http"
				? httpRequest({ path, headers, createConnection: () => socket })
				: httpsRequest({
						path,
						headers,
						createConnection: () =>
							connectTls({ socket, rejectUnauthorized: false }),
					});
		request.once("error", reject);
		request.once("response", (response) => {
			resolve(response.statusCode ?? 0);
			response.resume();
			socket.destroy();
		});
		request.end();
	});
}
