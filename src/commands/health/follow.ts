import type { OpenChannelTo } from "../../cli/connect.ts";
import { canBeAsked } from "../../cli/one-pod.ts";
import { type PodKey, podKey } from "../../cli/pod-name.ts";
import { createQueue } from "../../cli/queue.ts";
import { factOf } from "../../cli/recording/failure.ts";
import type { PodEvent, PodTarget } from "../../kubernetes/target.ts";
import { createTurnstile, type Turnstile } from "../../turnstile.ts";
import {
	type HealthFact,
	isSameServer,
	type Push,
	withoutPods,
} from "./facts.ts";
import { followPod } from "./follow-pod.ts";
import type { Questions } from "./questions.ts";
import { type Shortages, watchShortages } from "./shortages.ts";

/** Number of unread facts from which the pods' streams are slowed down. */
const UNREAD_FACTS = 256;

/** A pod that is followed: the target as it was dialled, since when (by `performance.now()`), and what ends it. */
type Followed = {
	readonly target: PodTarget;
	readonly sinceMs: number;
	readonly stop: AbortController;
};

/**
 * Follows the health of every pod, and pods as they come and go, until `signal` aborts or `over` resolves. When `over` resolves,
 * yields for how long each pod has been followed. Each pod has one channel, which stays open.
 * @throws what the pod events throw: nothing can be followed when the API refuses the watch
 */
export async function* followHealth(
	events: AsyncIterable<PodEvent>,
	questions: Questions,
	open: OpenChannelTo,
	signal: AbortSignal,
	over?: Promise<void>,
): AsyncGenerator<HealthFact, void> {
	const queue = createQueue<HealthFact>(UNREAD_FACTS);
	const followers = createFollowers(
		questions,
		open,
		queue.push,
		queue.end,
		signal,
	);
	const endQuietly = () => queue.end();
	signal.addEventListener("abort", endQuietly, { once: true });
	const shortages = watchShortages((fact) => void queue.push(fact));
	dispatchEvents(events, followers, shortages, queue.push).then(
		endQuietly,
		queue.end,
	);
	void over?.then(followers.timeUp).then(endQuietly, queue.end);
	try {
		yield* queue.values();
	} finally {
		signal.removeEventListener("abort", endQuietly);
		shortages.end();
		followers.dismiss();
	}
}

type Followers = {
	readonly follow: (target: PodTarget) => void;
	readonly leave: (pod: PodKey) => void;
	readonly timeUp: () => Promise<void>;
	readonly dismiss: () => void;
};

async function dispatchEvents(
	events: AsyncIterable<PodEvent>,
	followers: Followers,
	shortages: Shortages,
	push: Push,
): Promise<void> {
	for await (const event of events) {
		switch (event.type) {
			case "appeared":
			case "changed":
				shortages.seePod(event.target);
				await push({ kind: "target", target: event.target });
				followers.follow(event.target);
				break;
			case "gone":
				shortages.seeGone(podKey(event.target.pod));
				followers.leave(podKey(event.target.pod));
				await push({ kind: "target-gone", pod: podKey(event.target.pod) });
				break;
			case "without-pods": {
				const fact = withoutPods(event.targets);
				shortages.seeLacking(fact.targets);
				await push(fact);
				break;
			}
			case "synced":
				await push({ kind: "targets-complete" });
				break;
			case "interrupted": {
				const { message } = event.error;
				const failure = { code: "api-unreachable", message, hint: [] } as const;
				await push({ kind: "targets-interrupted", failure });
				break;
			}
			case "refused": {
				const failure = factOf(event.error);
				await push({ kind: "targets-interrupted", failure });
				break;
			}
		}
	}
}

/** Keeps one follower for each incarnation of a pod. A pod that cannot be dialled yet gets its follower when it can. */
function createFollowers(
	questions: Questions,
	open: OpenChannelTo,
	push: Push,
	fail: (error: unknown) => void,
	signal: AbortSignal,
): Followers {
	const followed = new Map<PodKey, Followed>();
	const turnstile: Turnstile = createTurnstile(questions.concurrency);
	const leave = (pod: PodKey) => {
		followed.get(pod)?.stop.abort();
		followed.delete(pod);
	};
	return {
		follow(target) {
			const pod = podKey(target.pod);
			const before = followed.get(pod);
			const same = before !== undefined && isSameServer(before.target, target);
			if (same && canBeAsked(target)) return;
			leave(pod);
			if (!canBeAsked(target)) return;
			const stop = new AbortController();
			followed.set(pod, { target, sinceMs: performance.now(), stop });
			const either = AbortSignal.any([signal, stop.signal]);
			const openInTurn: OpenChannelTo = (to, until) =>
				turnstile.pass(() => open(to, until));
			followPod(target, questions, openInTurn, push, either).catch(fail);
		},
		leave,
		async timeUp() {
			const nowMs = performance.now();
			for (const [pod, { sinceMs }] of [...followed]) {
				const triedMs = Math.round(nowMs - sinceMs);
				await push({ kind: "time-up", pod, triedMs });
			}
		},
		dismiss() {
			for (const pod of [...followed.keys()]) leave(pod);
		},
	};
}
