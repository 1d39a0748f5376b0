import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import { withinTime } from "../../abort.ts";
import { openProxyTunnel } from "./proxy-tunnel.ts";
import {
	keepSpareConnections,
	type SpareConnections,
} from "./spare-connections.ts";
import { type TlsSettings, tlsOptions } from "./tls-options.ts";

/** Milliseconds to connect, TLS and proxy included. client-go's dialer waits as long for TCP alone. */
const CONNECT_TIMEOUT_MS = 30_000;

/**
 * Milliseconds of silence before the kernel probes a connection. After ten unanswered probes, one second apart, the connection counts
 * as lost. Go's dialer, and so kubectl, waits as long. A watch sends nothing, so without probes it would wait for a network that is
 * gone. Node's default of one second would probe every idle tunnel once a second and give it up after eleven.
 */
const KEEPALIVE_MS = 15_000;
const KEPT_ALIVE = { keepAlive: true, keepAliveMsecs: KEEPALIVE_MS };

type AgentSettings = {
	/** Undefined for a server without TLS. */
	readonly tls: TlsSettings | undefined;
	readonly proxy: URL | undefined;
	/** Default {@link CONNECT_TIMEOUT_MS}. */
	readonly connectTimeoutMs?: number;
};

type AgentWithSpares = {
	readonly agent: HttpAgent;
	readonly spares: SpareConnections;
};

/**
 * Creates the one agent for all requests to an API server, WebSockets included. Connections are kept alive. Node's agent keeps TLS
 * sessions, so each further connection resumes one (by ticket, in TLS 1.3 too) and skips the full handshake.
 */
export function createAgent(settings: AgentSettings): AgentWithSpares {
	const { tls, proxy, connectTimeoutMs = CONNECT_TIMEOUT_MS } = settings;
	const options = tls && tlsOptions(tls);
	const agent: HttpAgent =
		tls === undefined
			? new HttpAgent(KEPT_ALIVE)
			: new HttpsAgent({ ...KEPT_ALIVE, ...options });
	const connect = agent.createConnection.bind(agent);
	agent.createConnection = (target, callback) => {
		if (proxy === undefined)
			return withDeadline(connect(target, callback), connectTimeoutMs);
		const destination = {
			host: target.host ?? "localhost",
			port: Number(target.port ?? target.defaultPort),
		};
		const limits = { timeoutMs: connectTimeoutMs };
		openProxyTunnel(proxy, destination, options, limits).then(
			(socket) => {
				socket.setKeepAlive(true, KEEPALIVE_MS);
				const overTunnel = { ...target, socket };
				const stream = tls === undefined ? socket : connect(overTunnel);
				if (stream) callback?.(null, withDeadline(stream, connectTimeoutMs));
			},
			(error: Error) => callback?.(error, new Socket()),
		);
		return undefined;
	};
	return { agent, spares: keepSpareConnections(agent) };
}

type MaybeStream = Duplex | null | undefined;

/** Ends a socket that has not connected (and, with TLS, not verified) in time. */
function withDeadline<Stream extends MaybeStream>(
	stream: Stream,
	timeoutMs: number,
): Stream {
	if (!(stream instanceof Socket)) return stream;
	const isTls = stream instanceof TLSSocket;
	if (!isTls && !stream.connecting) return stream;
	const timer = setTimeout(() => {
		const error = new Error(`no connection ${withinTime(timeoutMs)}`);
		// The second is Node's own code for the same on the side of a server.
		const code = stream.connecting ? "ETIMEDOUT" : "ERR_TLS_HANDSHAKE_TIMEOUT";
		stream.destroy(Object.assign(error, { code }));
	}, timeoutMs);
	const settled = () => clearTimeout(timer);
	stream.once(isTls ? "secureConnect" : "connect", settled);
	stream.once("close", settled);
	return stream;
}
