import { setImmediate as nextTurn } from "node:timers/promises";
import { pause } from "../../abort.ts";
import type { OpenChannelTo } from "../../cli/reach.ts";
import { type FailureFact, failureOf } from "../../cli/recording/failure.ts";
import type { Channel, ChannelEnd } from "../../grpc/channel.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import { servicesToAsk } from "./ask.ts";
import { type HealthFact, podKey } from "./facts.ts";
import { CANCELLED, failureOfEnd } from "./failure.ts";
import { followServices } from "./follow-services.ts";
import type { Questions } from "./questions.ts";

/** First and longest pause before a pod is dialled again, in milliseconds. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** A connection that lasted so long was sound: the pauses start anew. */
const SOUND_AFTER_MS = 10_000;

/** Keeps a channel to one pod and tells what its services say, dialling again whenever it is lost, until `signal` aborts. */
export async function followPod(
	target: PodTarget,
	questions: Questions,
	open: OpenChannelTo,
	push: (fact: HealthFact) => Promise<void>,
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
			// A pod that stays away is one fact, not one a second.
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

/** A server whose connections have a greatest age asks its clients to come again: one that takes the next connection was never away. */
function isGracefulEnd(end: ChannelEnd): boolean {
	return end.kind === "goaway" && end.code === 0;
}

/** Follows every service on a channel until the channel ends, and says why it did. */
async function followChannel(
	target: PodTarget,
	channel: Channel,
	questions: Questions,
	push: (fact: HealthFact) => Promise<void>,
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
		// A server that says NOT_SERVING as it goes has said so ahead of its GOAWAY.
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
