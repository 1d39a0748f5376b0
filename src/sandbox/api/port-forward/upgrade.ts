import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { INVOCATION } from "../../../plugin-name.ts";
import { isFinished, type Pod } from "../../objects/pod.ts";
import { badRequest, type StatusError } from "../../registry/status-error.ts";
import { type ApiContext, toStatusError } from "../exchange.ts";
import { forwardPorts } from "./forward.ts";

const PROTOCOL = "v4.channel.k8s.io";

/** Completes an upgrade request. Errors are answered as HTTP. */
type AcceptTunnel = (
	request: IncomingMessage,
	socket: Duplex,
	head: Buffer,
	find: () => { pod: Pod; query: URLSearchParams },
) => void;

/** An error of the kubelet: plain text that the API server passes on. */
class KubeletError extends Error {
	readonly code: number;

	constructor(code: number, message: string) {
		super(message);
		this.code = code;
	}
}

/** Returns the function that accepts port-forwards to the pods of a kubelet. */
export function tunnelAcceptor(
	context: Pick<ApiContext, "kubelet" | "onError">,
): AcceptTunnel {
	const server = new WebSocketServer({
		noServer: true,
		perMessageDeflate: false,
		handleProtocols: () => PROTOCOL,
	});
	return (request, socket, head, find) => {
		socket.on("error", () => socket.destroy());
		try {
			const { pod, query } = find();
			const ports = checkUpgrade(request, pod, query);
			server.handleUpgrade(request, socket, head, (client) => {
				client.on("error", () => client.terminate());
				forwardPorts(client, context, pod, ports).catch(context.onError);
			});
		} catch (error) {
			refuse(socket, error);
		}
	};
}

/** Makes the checks of the API server and the kubelet before an upgrade. Returns the ports. @throws StatusError, KubeletError */
function checkUpgrade(
	request: IncomingMessage,
	pod: Pod,
	query: URLSearchParams,
): readonly number[] {
	const { name, namespace } = pod.metadata;
	if (pod.spec.nodeName === undefined)
		throw badRequest(`pod ${name} does not have a host assigned`);
	if (request.headers.upgrade?.toLowerCase() !== "websocket")
		throw unsupported(request.headers.upgrade);
	const offered = request.headers["sec-websocket-protocol"]?.split(/\s*,\s*/);
	if (!offered?.includes(PROTOCOL)) throw unsupported(offered?.join(", "));
	const ports = portsOf(query);
	if (isFinished(pod))
		throw new KubeletError(500, `pod not found ("${name}_${namespace}")`);
	return ports;
}

function unsupported(protocol: string | undefined): StatusError {
	return badRequest(
		`the sandbox forwards ports by WebSocket with ${PROTOCOL} only, as ${INVOCATION} does, not by ${protocol ?? "a plain request"}`,
	);
}

function portsOf(query: URLSearchParams): readonly number[] {
	const values = query.getAll("ports").flatMap((value) => value.split(","));
	if (values.length === 0)
		throw new KubeletError(400, 'query parameter "port" is required');
	return values.map((value) => {
		const port = Number(value);
		if (!/^\d+$/.test(value)) throw unreadable(value, "invalid syntax");
		if (port > 65535) throw unreadable(value, "value out of range");
		if (port < 1) throw new KubeletError(400, `port "${value}" must be > 0`);
		return port;
	});
}

function unreadable(value: string, problem: string): StatusError {
	return badRequest(
		`cannot convert to []int32: strconv.ParseUint: parsing "${value}": ${problem}`,
	);
}

/** Answers an upgrade request with an error. */
function refuse(socket: Duplex, error: unknown): void {
	if (error instanceof KubeletError) {
		respond(socket, error.code, "text/plain; charset=utf-8", error.message);
		return;
	}
	const { status } = toStatusError(error);
	const body = `${JSON.stringify(status)}\n`;
	respond(socket, status.code, "application/json", body);
}

function respond(
	socket: Duplex,
	code: number,
	contentType: string,
	body: string,
): void {
	socket.end(
		[
			`HTTP/1.1 ${code} ${STATUS_CODES[code] ?? ""}`,
			`Content-Type: ${contentType}`,
			`Content-Length: ${Buffer.byteLength(body)}`,
			"Connection: close",
			"",
			body,
		].join("\r\n"),
	);
}
