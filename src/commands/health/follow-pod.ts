import { setImmediate as nextTurn } from "node:timers/promises";
import { pause } from "../../abort.ts";
import type { OpenChannelTo } from "../../cli/connect.ts";
import { podKey } from "../../cli/pod-name.ts";
import { type FailureFact, failureOf } from "../../cli/recording/failure.ts";
import type { Channel, ChannelEnd } from "../../grpc/channel.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import { servicesToAsk } from "./ask.ts";
import type { Push } from "./facts.ts";
import { CANCELLED, failureOfEnd } from "./failure.ts";
import { followServices } from "./follow-services.ts";
import type { Questions } from "./questions.ts";

/** First and longest pause before a pod is dialled again, in milliseconds. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** Milliseconds that a connection must last to count as sound. The pauses then start again with the first one. */
const SOUND_AFTER_MS = 10_000;

/**
 * Keeps a channel to one pod and pushes what its services answer, until `signal` aborts. Dials again whenever the channel is lost.
 */
export async function followPod(
	target: PodTarget,
	questions: Questions,
	open: OpenChannelTo,
	push: Push,
	signal: AbortSignal,
): Promise<void> {
	const pod = podKey(target.pod);
	let pauseMs = FIRST_PAUSE_MS;
	let lastFailure: string | undefined;
	while (!signal.aborted) {
		const session = await connect(target, open, signal);
		if (signal.aborted) {
			if (session.kind === "open") session.channel.close();
			return;
		}
		if (session.kind === "failed") {
			// The same failure of the next attempt is not a new fact.
			if (session.failure.message !== lastFailure)
				await push({ kind: "unreachable", pod, failure: session.failure });
			lastFailure = session.failure.message;
		} else {
			const { channel } = session;
			const openedAtMs = performance.now();
			await push({ kind: "connected", pod, transport: channel.transport });
			const end = await followChannel(target, channel, questions, push, signal);
			if (signal.aborted) return;
			lastFailure = undefined;
			const lastedMs = performance.now() - openedAtMs;
			if (lastedMs > SOUND_AFTER_MS) pauseMs = FIRST_PAUSE_MS;
			if (isGracefulEnd(end) && lastedMs > FIRST_PAUSE_MS) continue;
			await push({ kind: "disconnected", pod, failure: failureOfEnd(end) });
		}
		await pause(pauseMs, signal);
		pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
	}
}

type Session =
	| { readonly kind: "open"; readonly channel: Channel }
	| { readonly kind: "failed"; readonly failure: FailureFact };

async function connect(
	target: PodTarget,
	open: OpenChannelTo,
	signal: AbortSignal,
): Promise<Session> {
	try {
		return { kind: "open", channel: await open(target, signal) };
	} catch (caught) {
		if (signal.aborted) return { kind: "failed", failure: CANCELLED };
		return { kind: "failed", failure: failureOf(caught) };
	}
}

/**
 * Whether the server ended the connection in good order, as servers do that limit the age of connections. A server that accepts the
 * next connection was never unreachable.
 */
function isGracefulEnd(end: ChannelEnd): boolean {
	return end.kind === "goaway" && end.code === 0;
}

/** Follows every service on a channel until the channel ends, and returns why it ended. */
async function followChannel(
	target: PodTarget,
	channel: Channel,
	questions: Questions,
	push: Push,
	signal: AbortSignal,
): Promise<ChannelEnd> {
	const session = new AbortController();
	const either = AbortSignal.any([signal, session.signal]);
	const asked = { target, channel, questions, signal: either };
	const close = () => channel.close();
	if (signal.aborted) close();
	else signal.addEventListener("abort", close, { once: true });
	try {
		const { names, facts } = await servicesToAsk(asked);
		for (const fact of facts) await push(fact);
		const services = followServices(asked, names, push);
		await Promise.race([channel.goingAway, services]);
		// A server that shuts down sends NOT_SERVING before its GOAWAY. This lets that answer be handled first.
		await nextTurn();
		session.abort();
		await services;
		return await channel.closed;
	} finally {
		session.abort();
		close();
		signal.removeEventListener("abort", close);
	}
}
