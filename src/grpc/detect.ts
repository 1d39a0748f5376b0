import { PluginError } from "../errors.ts";
import { type AttemptResult, attempt } from "./attempt.ts";
import type { ChannelOptions } from "./channel.ts";
import { deferFrames } from "./defer-frames.ts";
import type { TlsSettings, TransportChoice } from "./transport.ts";

/**
 * Milliseconds for which the first transport is tried alone, from when its stream is open. The SETTINGS of a plaintext server come
 * within a round trip, and a TLS server closes on the preface as fast. Only a server that does neither is tried over the other
 * transport as well, so no gRPC server logs more than one bad greeting.
 */
export const HEAD_START_MS = 400;

/** An attempt under way. */
type Contender = {
	readonly result: Promise<AttemptResult>;
	/** Chooses this attempt. Its frames are delivered, from the first one on. */
	readonly choose: () => void;
	/** Rejects this attempt. It is closed, whether or not it has opened meanwhile. */
	readonly reject: () => void;
};

/**
 * Detects whether the server wants TLS. By default it tries the HTTP/2 preface without TLS first: most pods speak plaintext, and a TLS
 * server recognizes from the first byte that it is no handshake. Never rejects.
 */
export async function detectTransport(
	options: ChannelOptions,
	{ tls, first = "plaintext" }: Extract<TransportChoice, { kind: "auto" }>,
	signal: AbortSignal,
): Promise<AttemptResult> {
	const headStart = startTimer();
	const [leading, following] =
		first === "tls" ? ([tls, undefined] as const) : ([undefined, tls] as const);
	const leader = contend(options, leading, signal, headStart.start);
	const early = await Promise.race([leader.result, headStart.elapsed]);
	headStart.stop();
	if (early !== "elapsed" && isFinal(early)) {
		leader.choose();
		return early;
	}
	return decide(leader, contend(options, following, signal));
}

function contend(
	options: ChannelOptions,
	tls: TlsSettings | undefined,
	signal: AbortSignal,
	onStreamOpen?: () => void,
): Contender {
	const losing = new AbortController();
	const frames = deferFrames(options.onFrame);
	const result = attempt({
		options: { ...options, onFrame: frames.onFrame },
		tls,
		detected: true,
		signal: AbortSignal.any([signal, losing.signal]),
		onStreamOpen,
	});
	return {
		result,
		choose: frames.deliver,
		reject() {
			losing.abort();
			void result.then((late) => {
				if (late.kind === "open") late.session.close();
			});
		},
	};
}

/** Takes the first final result and rejects the other attempt. */
async function decide(
	leader: Contender,
	follower: Contender,
): Promise<AttemptResult> {
	const [first, one, other] = await Promise.race([
		leader.result.then((result) => [result, leader, follower] as const),
		follower.result.then((result) => [result, follower, leader] as const),
	]);
	if (isFinal(first)) {
		one.choose();
		other.reject();
		return first;
	}
	const second = await other.result;
	if (!isFinal(second)) return bothFailed(first, second);
	other.choose();
	return second;
}

/** Whether the other transport need not be tried: the connection is open, the server has shown what it speaks, or it is not there. */
function isFinal(result: AttemptResult): boolean {
	if (result.kind === "open") return true;
	const { error, evidence } = result;
	const { reached, seen, tls } = evidence;
	if (tls) return isSpecific(error) || tls.secured || isTls(tls.seen.kind);
	if (isSpecific(error)) return true;
	// A reset can arrive before the tunnel is known to be open. A server that resets plaintext may want TLS.
	if (!reached) return error.code !== "connection-lost";
	// HTTP/1 without TLS is not final: the TLS ports of nginx answer a preface with it, without a word of TLS.
	return seen.kind === "http2" || seen.kind === "other";
}

function isTls(kind: string): boolean {
	return kind === "tls" || kind === "tls-alert";
}

/** Returns the result when both attempts failed alike: that of plaintext, unless the server closed or reset both connections. */
function bothFailed(one: AttemptResult, other: AttemptResult): AttemptResult {
	if (one.kind === "open" || other.kind === "open") return one;
	const [clear, secured] = one.evidence.tls ? [other, one] : [one, other];
	const isClosed = ["not-http2", "connection-lost"].includes(clear.error.code);
	const isReached = clear.evidence.reached || secured.evidence.reached;
	if (!isClosed || !isReached || clear.evidence.seen.kind !== "nothing")
		return clear;
	const error = new PluginError(
		"not-http2",
		"the server closes the connection without sending anything, with HTTP/2 as well as with TLS",
		{
			cause: clear.error,
			facts: clear.error.facts,
			hint: [
				"a proxy does this when it cannot reach the server behind it, and so does a server that expects the PROXY protocol",
			],
		},
	);
	return { ...clear, error };
}

/** Whether the error says more than "no answer in this protocol", such as a pod that has gone or a refused certificate. */
function isSpecific({ code }: PluginError): boolean {
	return ![
		"not-http2",
		"silent",
		"tls-handshake",
		"connection-lost",
		"deadline",
	].includes(code);
}

function startTimer() {
	const { promise: elapsed, resolve } = Promise.withResolvers<"elapsed">();
	let timer: NodeJS.Timeout | undefined;
	return {
		elapsed,
		start: () => {
			timer = setTimeout(resolve, HEAD_START_MS, "elapsed");
		},
		stop: () => clearTimeout(timer),
	};
}
