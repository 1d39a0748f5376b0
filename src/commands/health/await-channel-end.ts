import { pause } from "../../abort.ts";
import type { Channel, ChannelEnd } from "../../grpc/channel.ts";
import { isUnreached } from "../../grpc/non-grpc-answer.ts";
import type { Asked } from "./ask.ts";
import type { HealthAnswer } from "./facts.ts";

/** Longest wait, in milliseconds, for a connection to tell why it ended once a question has failed with it. */
const CHANNEL_END_TIMEOUT_MS = 1_000;

/** How the channel ended under a question that {@link isCut}; undefined where it goes on, as a server may refuse one stream alone. */
export async function awaitChannelEnd({
	channel,
	signal,
}: Asked): Promise<ChannelEnd | undefined> {
	const ending = endingOf(channel);
	await pause(CHANNEL_END_TIMEOUT_MS, AbortSignal.any([signal, ending.over]));
	return ending.end;
}

/** How a channel ended, from when `over` aborts. */
type Ending = { readonly over: AbortSignal; end: ChannelEnd | undefined };

const ENDINGS = new WeakMap<Channel, Ending>();

/** One for all who ask: a promise that stays open keeps each who ever waited for it. */
function endingOf(channel: Channel): Ending {
	const known = ENDINGS.get(channel);
	if (known !== undefined) return known;
	const closed = new AbortController();
	const ending: Ending = { over: closed.signal, end: undefined };
	ENDINGS.set(channel, ending);
	void channel.closed.then((end) => {
		ending.end = end;
		closed.abort();
	});
	return ending;
}

/** Whether a question may have failed because its connection ended. */
export function isCut(answer: HealthAnswer): boolean {
	return (
		answer.kind === "failed" && isUnreached({ ...answer, name: answer.code })
	);
}
