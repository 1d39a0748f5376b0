import { pause } from "../../abort.ts";
import type { ChannelEnd } from "../../grpc/channel.ts";
import { isUnreached } from "../../grpc/foreign-answer.ts";
import type { Asked } from "./ask.ts";
import type { HealthAnswer } from "./facts.ts";

/** Longest wait, in milliseconds, for a connection to tell why it ended once a question has failed with it. */
const LAST_WORDS_MS = 1_000;

/** How the channel ended under a question that {@link isCut}; undefined where it goes on, as a server may refuse one stream alone. */
export async function lastWords({
	channel,
	signal,
}: Asked): Promise<ChannelEnd | undefined> {
	const settled = new AbortController();
	const either = AbortSignal.any([signal, settled.signal]);
	const waiting = pause(LAST_WORDS_MS, either).then(() => undefined);
	const end = await Promise.race([channel.closed, waiting]);
	settled.abort();
	return end;
}

/** Whether a question may have failed because its connection ended. */
export function isCut(answer: HealthAnswer): boolean {
	return (
		answer.kind === "failed" && isUnreached({ ...answer, name: answer.code })
	);
}
