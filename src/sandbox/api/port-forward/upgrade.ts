import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { isFinished, type Pod } from "../../objects/pod.ts";
import { badRequest, StatusError } from "../../registry/status-error.ts";
import { type ApiContext, toStatusError } from "../exchange.ts";
import { forwardPorts } from "./forward.ts";

const PROTOCOL = "v4.channel.k8s.io";

/** WebSockets of port-forwards that are open. */
export type Tunnels = {
	/** Takes an authorized upgrade over. Errors are answered as HTTP. */
	accept(
		request: IncomingMessage,
		socket: Duplex,
		head: Buffer,
		find: () => { pod: Pod; query: URLSearchParams },
	): void;
	/** Cuts every one without a closing handshake, as a broken network does. Gives how many there were. */
	cut(): number;
};

/** Accepts port-forwards into the pods of a kubelet. */
export function createTunnels(
	context: Pick<ApiContext, "kubelet" | "onError">,
): Tunnels {
	const open = new Set<WebSocket>();
	const server = new WebSocketServer({
		noServer: true,
		perMessageDeflate: false,
		handleProtocols: () => PROTOCOL,
	});
	const serve = (client: WebSocket, pod: Pod, ports: readonly number[]) => {
		open.add(client);
		client.once("close", () => open.delete(client));
		client.on("error", () => client.terminate());
		forwardPorts(client, context, pod, ports).catch(context.onError);
	};
	return {
		accept: (request, socket, head, find) => {
			socket.on("error", () => socket.destroy());
			try {
				const { pod, query } = find();
				const ports = checkUpgrade(request, pod, query);
				server.handleUpgrade(request, socket, head, (client) =>
					serve(client, pod, ports),
				);
			} catch (error) {
				refuse(socket, toStatusError(error));
			}
		},
		cut: () => {
			const count = open.size;
			for (const client of open) client.terminate();
			return count;
		},
	};
}

/** What the API server and the kubelet check before they switch protocols. @throws StatusError */
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
	if (isFinished(pod))
		throw new StatusError(
			500,
			"InternalError",
			`pod not found ("${name}_${namespace}")`,
		);
	return portsOf(query);
}

function unsupported(protocol: string | undefined): StatusError {
	return badRequest(
		`the sandbox forwards ports by WebSocket with ${PROTOCOL} only, as kubectl grpc does, not by ${protocol ?? "a plain request"}`,
	);
}

function portsOf(query: URLSearchParams): readonly number[] {
	const values = query.getAll("ports").flatMap((value) => value.split(","));
	if (values.length === 0)
		throw badRequest('query parameter "port" is required');
	return values.map((value) => {
		const port = Number(value);
		if (!/^\d+$/.test(value) || port < 1 || port > 65535)
			throw badRequest(
				`unable to parse "${value}" as a port: strconv.ParseUint: parsing "${value}": invalid syntax`,
			);
		return port;
	});
}

function refuse(socket: Duplex, { status }: StatusError): void {
	const body = `${JSON.stringify(status)}\n`;
	socket.end(
		[
			`HTTP/1.1 ${status.code} ${STATUS_CODES[status.code] ?? ""}`,
			"Content-Type: application/json",
			`Content-Length: ${Buffer.byteLength(body)}`,
			"Connection: close",
			"",
			body,
		].join("\r\n"),
	);
}
