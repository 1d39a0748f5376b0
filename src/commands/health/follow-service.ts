import { pause, withinTime } from "../../abort.ts";
import type { RpcStatus } from "../../grpc/channel.ts";
import { type HealthResult, watchHealth } from "../../grpc/health.ts";
import { isNoMessage } from "../../grpc/no-message.ts";
import { mayLackMethod } from "../../grpc/non-grpc-answer.ts";
import { channelStatus, isReset } from "../../grpc/status.ts";
import type { Turnstile } from "../../turnstile.ts";
import { type Asked, answerOf, askService } from "./ask.ts";
import { awaitChannelEnd, isCut } from "./await-channel-end.ts";
import { type HealthAnswer, type HealthFact, podKey } from "./facts.ts";
import { checkWhileQuiet, type LastUpdate, type Tell } from "./quiet-watch.ts";

/** Shortest time between two changes that are passed on, in milliseconds: a server that flips without end is read no faster. */
const SHORTEST_CHANGE_MS = 50;

/** Milliseconds before a Watch that the server ended is opened again. */
const REOPEN_MS = 1_000;

/** Tells of a change of one service of a pod. */
export type Push = (fact: HealthFact) => Promise<void>;

/**
 * Tells each change of one service's health until `asked.signal` aborts: by Watch, or by polling where there is no Watch. A Check beside
 * the Watch waits for room at the turnstile.
 */
export async function watchService(
	asked: Asked,
	service: string,
	push: Push,
	turnstile: Turnstile,
): Promise<void> {
	const { signal } = asked;
	const tell = changesOnly(asked, service, push);
	while (!signal.aborted) {
		const end = await watchUntilEnd(asked, service, tell, turnstile);
		if (signal.aborted) return;
		if (end !== "left-open" && mayLackMethod(end))
			return poll(asked, tell, () => askService(asked, service));
		if (end !== "left-open")
			await tell(
				"watch",
				withoutLatency({ kind: "failed", status: end, latencyMs: 0 }),
			);
		await pause(REOPEN_MS, signal);
	}
}

/** Tells each change of one service's health until `asked.signal` aborts, by polling; questions wait for room at the turnstile. */
export function pollService(
	asked: Asked,
	service: string,
	push: Push,
	turnstile: Turnstile,
): Promise<void> {
	return poll(asked, changesOnly(asked, service, push), () =>
		turnstile.pass(() => askService(asked, service)),
	);
}

const NO_ANSWER = channelStatus(
	"UNKNOWN",
	"the server ended Health/Watch without an answer",
);

/** Holds a Watch open until it ends, with a Check beside it whenever it is quiet, and gives how it ended. */
async function watchUntilEnd(
	asked: Asked,
	service: string,
	tell: Tell,
	turnstile: Turnstile,
): Promise<WatchEnd> {
	const ended = new AbortController();
	const signal = AbortSignal.any([asked.signal, ended.signal]);
	let last: LastUpdate | undefined;
	const keep = (answer: HealthAnswer) => {
		last = { answer, atMs: performance.now() };
	};
	const [end] = await Promise.all([
		reportUpdates(asked, service, tell, keep).finally(() => ended.abort()),
		checkWhileQuiet({ ...asked, signal }, service, turnstile, () => last, tell),
	]);
	return end;
}

/** How a Watch ended; `left-open` after an answer that the next one confirms or not. */
type WatchEnd = RpcStatus | "left-open";

/**
 * Tells each update of a Watch, and gives how it ended. Some servers end it in good order, and proxies
 * reset it once it has been quiet for long, or put a page behind it: nginx (grpc_read_timeout) and httpd (ProxyTimeout), both after 60 s.
 */
async function reportUpdates(
	asked: Asked,
	service: string,
	tell: Tell,
	onUpdate: (answer: HealthAnswer) => void,
): Promise<WatchEnd> {
	const { channel, questions, signal } = asked;
	const updates = watchHealth(channel, service, {
		metadata: questions.metadata,
		signal,
	});
	const first = new AbortController();
	const late = reportLateAnswer(asked, first.signal, tell);
	let said: "nothing" | "something" = "nothing";
	for (;;) {
		const next = await updates.next().finally(() => first.abort());
		await late;
		if (next.done === true) {
			const { value } = next;
			const isLeftOpen =
				value.name === "OK" || isReset(value) || isNoMessage(value);
			if (said === "something" && isLeftOpen) return "left-open";
			return value.name === "OK" ? NO_ANSWER : value;
		}
		const answer = withoutLatency(next.value);
		onUpdate(answer);
		await tell("watch", answer);
		said = "something";
	}
}

/**
 * Tells where no first answer comes in time, which a server has to give at once (grpc/grpc doc/health-checking.md). The Watch stays open
 * for one that comes late.
 */
async function reportLateAnswer(
	{ questions, signal }: Asked,
	first: AbortSignal,
	tell: Tell,
): Promise<void> {
	const { rpcTimeoutMs } = questions;
	await pause(rpcTimeoutMs, AbortSignal.any([signal, first]));
	if (signal.aborted || first.aborted) return;
	const status = channelStatus(
		"DEADLINE_EXCEEDED",
		`no answer ${withinTime(rpcTimeoutMs)}`,
	);
	await tell("watch", withoutLatency({ kind: "failed", status, latencyMs: 0 }));
}

/** What a Watch tells comes when it changes: the time since the Watch began is no latency. */
function withoutLatency(result: HealthResult): HealthAnswer {
	return { ...answerOf(result), latencyMs: null };
}

async function poll(
	{ signal, questions }: Asked,
	tell: Tell,
	ask: () => Promise<HealthAnswer>,
): Promise<void> {
	while (!signal.aborted) {
		const answer = await ask();
		if (signal.aborted) return;
		await tell("poll", answer);
		await pause(questions.pollIntervalMs, signal);
	}
}

/** Passes an answer on when it differs from the one before; the latency of an equal answer is no news. */
function changesOnly(asked: Asked, service: string, push: Push): Tell {
	const pod = podKey(asked.target.pod);
	let last: string | undefined;
	let passedAtMs = 0;
	return async (askedBy, answer) => {
		const word =
			answer.kind === "answered"
				? answer.status
				: `${answer.code} ${answer.message}`;
		if (word === last) return;
		last = word;
		const waitMs = passedAtMs + SHORTEST_CHANGE_MS - performance.now();
		if (waitMs > 0) await pause(waitMs, asked.signal);
		// The end of a connection is told of the pod.
		if (isCut(answer) && (await awaitChannelEnd(asked)) !== undefined) return;
		// A pod that has gone meanwhile has no more to tell.
		if (asked.signal.aborted) return;
		passedAtMs = performance.now();
		await push({ kind: "answer", pod, service, askedBy, answer });
	};
}
