import { createServer as createHttpServer } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { Settings, TlsSettings } from "./settings.ts";

const PREFACE_BYTES = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length;
const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
const SETTINGS_ACK = Buffer.from([0, 0, 0, 4, 1, 0, 0, 0, 0]);
/** As an HTTP/2 frame this announces 14 MB of an unknown type. */
const GARBAGE = Buffer.alloc(256, Buffer.from([0xde, 0xad, 0xbe, 0xef]));

type Listener = Exclude<Settings["protocol"], "grpc" | "none">;

const SERVE: Readonly<Record<Listener, (socket: Socket) => void>> = {
	http1: (socket) => hello.emit("connection", socket),
	silent: (socket) => socket.resume(),
	malformed: answerGarbage,
	reset: (socket) => socket.resetAndDestroy(),
};

const hello = createHttpServer((_request, response) => response.end("hello"));

/** Creates a listener that does not speak gRPC, with TLS if there is a certificate. It does not listen yet. */
export function plainListener(
	protocol: Listener,
	tls: TlsSettings | undefined,
): Server {
	const serve = (socket: Socket) => {
		// Errors of the client's connection do not matter, but without a listener they would end the process.
		socket.on("error", () => socket.destroy());
		SERVE[protocol](socket);
	};
	if (!tls) return createServer(serve);
	const { cert, key, clientCa } = tls;
	return createTlsServer(
		{
			cert,
			key,
			...(clientCa === undefined
				? {}
				: { ca: clientCa, requestCert: true, rejectUnauthorized: true }),
		},
		serve,
	).on("tlsClientError", () => {});
}

/** Sends HTTP/2 SETTINGS after the client's preface, and then a malformed frame. */
function answerGarbage(socket: Socket): void {
	let received = 0;
	socket.on("data", (chunk) => {
		const before = received;
		received += chunk.length;
		if (before < PREFACE_BYTES && received >= PREFACE_BYTES)
			socket.write(Buffer.concat([SETTINGS, SETTINGS_ACK, GARBAGE]));
	});
}
