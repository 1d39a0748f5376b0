import type { Socket } from "node:net";
import { hostPort } from "../../../host-port.ts";
import { type Container, type Handler, portNumber } from "../../objects/pod.ts";
import { checkExec } from "./check-exec.ts";
import { checkGrpc } from "./check-grpc.ts";
import { checkHttp } from "./check-http.ts";
import { type CheckResult, failure } from "./check-result.ts";
import { checkTcp } from "./check-tcp.ts";

/** The pod and container of a check. */
export type CheckTarget = {
	readonly podIp: string;
	readonly container: Container;
	/** Connects to the pod's address. @throws DialError */
	dial(port: number): Promise<Socket>;
	/** Connects as a process inside the pod would. @throws DialError */
	dialLocalhost(port: number): Promise<Socket>;
};

/** Runs the action of a probe or lifecycle hook once. It never throws, and ends within `timeoutMs`. */
export async function runCheck(
	handler: Handler,
	target: CheckTarget,
	timeoutMs: number,
): Promise<CheckResult> {
	const { grpc, tcpSocket, httpGet, exec, sleep } = handler;
	if (sleep)
		return checkExec(["sleep", String(sleep.seconds)], target, timeoutMs);
	if (grpc) {
		const { port, service = "" } = grpc;
		return checkGrpc({
			address: hostPort(target.podIp, port),
			service,
			dial: () => target.dial(port),
			timeoutMs,
		});
	}
	if (exec) return checkExec(exec.command, target, timeoutMs);
	const named = (tcpSocket ?? httpGet)?.port;
	const port =
		named === undefined ? undefined : portNumber(named, [target.container]);
	if (port === undefined)
		return failure(`couldn't find port: ${JSON.stringify(named)}`);
	const address = hostPort(target.podIp, port);
	const dial = () => target.dial(port);
	if (tcpSocket) return checkTcp({ address, dial, timeoutMs });
	return checkHttp({
		address,
		dial,
		timeoutMs,
		scheme: httpGet?.scheme === "HTTPS" ? "https" : "http",
		path: httpGet?.path ?? "/",
	});
}
