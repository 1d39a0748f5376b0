import { pause, withinTime } from "../../abort.ts";
import { podKey } from "../../cli/pod-name.ts";
import type { RpcStatus } from "../../grpc/channel.ts";
import { type HealthResult, watchHealth } from "../../grpc/health.ts";
import { isNoMessage } from "../../grpc/no-message.ts";
import { mayLackMethod } from "../../grpc/non-grpc-answer.ts";
import { channelStatus, isReset } from "../../grpc/status.ts";
import type { Turnstile } from "../../turnstile.ts";
import { type Asked, answerOf, askService } from "./ask.ts";
import { awaitChannelEnd, isCut } from "./await-channel-end.ts";
import type { HealthAnswer, Push } from "./facts.ts";
import { checkWhileQuiet, type LastUpdate, type Tell } from "./quiet-watch.ts";

/**
 * Minimum milliseconds between two changes that are passed on, so that a server whose status flips without end is not read faster.
 */
const SHORTEST_CHANGE_MS = 50;

/** Milliseconds until a Watch that the server ended is opened again. */
const REOPEN_MS = 1_000;

/**
 * Reports each change of one service's health until `asked.signal` aborts: by Watch, or by polling if the server has no Watch. A
 * Check beside the Watch waits for room at the turnstile.
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

/**
 * Reports each change of one service's health by polling, until `asked.signal` aborts. Each question waits for room at
 * the turnstile.
 */
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

/** How a Watch ended. `left-open`: it had answered, and the next Watch shows whether that answer still holds. */
type WatchEnd = RpcStatus | "left-open";

/**
 * Keeps a Watch open until it ends, and returns how it ended. Asks a Check beside it whenever it is quiet. Some servers end a Watch
 * with OK. Proxies reset it after it has been quiet for long, or append a page to it: nginx (grpc_read_timeout) and httpd
 * (ProxyTimeout), both after 60 s.
 */
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
	const [status] = await Promise.all([
		reportUpdates(asked, service, tell, keep).finally(() => ended.abort()),
		checkWhileQuiet({ ...asked, signal }, service, turnstile, () => last, tell),
	]);
	const isLeftOpen =
		status.name === "OK" || isReset(status) || isNoMessage(status);
	if (last !== undefined && isLeftOpen) return "left-open";
	return status.name === "OK" ? NO_ANSWER : status;
}

/** Reports each update of a Watch until it ends, and returns its status. */
async function reportUpdates(
	asked: Asked,
	service: string,
	tell: Tell,
	onUpdate: (answer: HealthAnswer) => void,
): Promise<RpcStatus> {
	const { channel, questions, signal } = asked;
	const updates = watchHealth(channel, service, {
		metadata: questions.metadata,
		signal,
	});
	const first = new AbortController();
	const late = reportLateAnswer(asked, first.signal, tell);
	for (;;) {
		const next = await updates.next().finally(() => first.abort());
		await late;
		if (next.done === true) return next.value;
		const answer = withoutLatency(next.value);
		onUpdate(answer);
		await tell("watch", answer);
	}
}

/**
 * Reports a first answer that does not come in time. A server has to send it at once (grpc/grpc doc/health-checking.md). The Watch
 * stays open for a late one.
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

/**
 * Converts an update of a Watch to an answer without latency. An update comes when the status changes, so the time since the Watch
 * began is no latency.
 */
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

/** Returns a function that passes an answer on if it differs from the one before. A different latency alone does not count. */
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
		// `followPod` reports the end of a connection as a fact about the pod.
		if (isCut(answer) && (await awaitChannelEnd(asked)) !== undefined) return;
		// A pod that is gone by now has nothing more to report.
		if (asked.signal.aborted) return;
		passedAtMs = performance.now();
		await push({ kind: "answer", pod, service, askedBy, answer });
	};
}
