import type { Duplex } from "node:stream";
import { abortError } from "../abort.ts";
import type { PluginError } from "../errors.ts";
import { ownCertificate } from "./certificate.ts";
import type { Channel, ChannelOptions } from "./channel.ts";
import { type Evidence, explainFailure } from "./connect-error.ts";
import { type FirstBytesKeeper, keepFirstBytes } from "./first-bytes.ts";
import { makeLastRequest } from "./last-request.ts";
import { observeStream } from "./observed-stream.ts";
import { openInTime } from "./open-in-time.ts";
import { requestBase } from "./request-headers.ts";
import { requireVerified } from "./require-verified.ts";
import { hostOf } from "./server-name.ts";
import { type Session, startSession } from "./session.ts";
import { describeTls, startTls, type TlsClient } from "./tls-connect.ts";
import { secureContext } from "./tls-context.ts";
import type { TlsSettings, TransportFact } from "./transport.ts";
import { createWireTap } from "./wire-tap.ts";
import { collectAsReceived } from "./young-generation.ts";

/** One attempt to connect to the server, over one transport. */
type Attempt = {
	readonly options: ChannelOptions;
	/** Undefined: plaintext. */
	readonly tls: TlsSettings | undefined;
	readonly detected: boolean;
	/** Ends the attempt. Its reason is a PluginError, `deadline` when time is up. */
	readonly signal: AbortSignal;
	/** Called when the stream is open and the first bytes are being sent. */
	readonly onStreamOpen?: (() => void) | undefined;
};

export type AttemptResult =
	| {
			readonly kind: "open";
			readonly session: Session;
			readonly transport: TransportFact;
			readonly timings: Channel["timings"];
	  }
	| {
			readonly kind: "failed";
			readonly error: PluginError;
			readonly evidence: Evidence;
	  };

/** The parts of the connection so far. A failure is explained from them. */
type Progress = {
	raw: Duplex | undefined;
	tls: TlsClient | undefined;
	secured: boolean;
	session: Session | undefined;
	/** Whether a request was made as a last resort, because the server had sent nothing in time. */
	isAsked: boolean;
	readonly rawBytes: FirstBytesKeeper;
	readonly clearBytes: FirstBytesKeeper;
};

/** Opens a stream, TLS if wanted, and HTTP/2, until the server's SETTINGS come. Never rejects. A failure closes everything. */
export async function attempt(what: Attempt): Promise<AttemptResult> {
	const progress: Progress = {
		raw: undefined,
		tls: undefined,
		secured: false,
		session: undefined,
		isAsked: false,
		rawBytes: keepFirstBytes(),
		clearBytes: keepFirstBytes(),
	};
	const stop = () => {
		progress.session?.close();
		progress.raw?.destroy();
	};
	const onAbort = () => {
		const { session, clearBytes } = progress;
		const isOutOfTime = abortError(what.signal).code === "deadline";
		if (!session || !isOutOfTime || clearBytes.read().kind !== "nothing")
			return stop();
		progress.isAsked = true;
		const base = requestBase(what.options, what.tls ? "tls" : "plaintext");
		void makeLastRequest(session, base).then(stop, stop);
	};
	what.signal.addEventListener("abort", onAbort, { once: true });
	try {
		return await connect(what, progress);
	} catch (cause) {
		const evidence = evidenceOf(what, progress, cause);
		stop();
		return { kind: "failed", error: explainFailure(evidence), evidence };
	} finally {
		what.signal.removeEventListener("abort", onAbort);
	}
}

async function connect(
	what: Attempt,
	progress: Progress,
): Promise<AttemptResult> {
	const { options, signal } = what;
	// Done before the clock starts, since reading the system's authorities is no part of the handshake.
	if (what.tls) secureContext(what.tls);
	const startMs = performance.now();
	const opened = await openInTime(options.open, signal);
	const openMs = performance.now();
	progress.raw = opened;
	what.onStreamOpen?.();
	const secured = await secure(what, progress, opened);
	const securedMs = performance.now();
	const tap = createWireTap({
		onFrame: options.onFrame,
		headerBlocks: options.headerBlocks,
	});
	const collect = collectAsReceived();
	const clear = observeStream(secured.stream, {
		onSent: tap.observer.onSent,
		onReceived(chunk) {
			progress.clearBytes.keep(chunk);
			tap.observer.onReceived(chunk);
			collect(chunk);
		},
	});
	progress.session = startSession(clear, tap);
	await progress.session.ready;
	signal.throwIfAborted();
	return {
		kind: "open",
		session: progress.session,
		transport: secured.transport,
		timings: {
			streamMs: openMs - startMs,
			tlsMs: what.tls ? securedMs - openMs : undefined,
			settingsMs: performance.now() - securedMs,
		},
	};
}

async function secure(
	{ options, tls, detected }: Attempt,
	progress: Progress,
	opened: Duplex,
): Promise<{ readonly stream: Duplex; readonly transport: TransportFact }> {
	if (tls === undefined)
		return { stream: opened, transport: { kind: "plaintext", detected } };
	const raw = observeStream(opened, {
		onSent() {},
		onReceived: progress.rawBytes.keep,
	});
	progress.raw = raw;
	const name = tls.serverName ?? hostOf(options.authority);
	const client = startTls(raw, tls, name);
	progress.tls = client;
	await client.secured;
	progress.secured = true;
	const nowMs = (options.now ?? Date.now)();
	const transport = describeTls(client, { name, nowMs, detected });
	if (tls.verify === "require") requireVerified(transport.certificate, tls);
	return { stream: client.stream, transport };
}

function evidenceOf(
	{ signal, options, tls: wanted }: Attempt,
	{ raw, tls, secured, isAsked, rawBytes, clearBytes }: Progress,
	caught: unknown,
): Evidence {
	const nowMs = (options.now ?? Date.now)();
	return {
		cause: tls?.stream.errored ?? caught,
		streamError: raw?.errored ?? undefined,
		abortReason: signal.aborted ? signal.reason : undefined,
		reached: raw !== undefined,
		seen: clearBytes.read(),
		isAsked,
		tls: wanted && {
			secured,
			seen: rawBytes.read(),
			alpn: tls?.stream.alpnProtocol || undefined,
			clientCertificate: tls?.clientCertificate() ?? "not-asked",
			own:
				tls === undefined || wanted.cert === undefined
					? undefined
					: ownCertificate(wanted.cert, nowMs),
		},
	};
}
