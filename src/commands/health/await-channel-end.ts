import { pause } from "../../abort.ts";
import type { Channel, ChannelEnd } from "../../grpc/channel.ts";
import { isUnreached } from "../../grpc/non-grpc-answer.ts";
import type { Asked } from "./ask.ts";
import type { HealthAnswer } from "./facts.ts";

/** Maximum milliseconds to wait, after a question has failed, until the channel reports why it ended. */
const CHANNEL_END_TIMEOUT_MS = 1_000;

/**
 * Returns how the channel ended after a question that {@link isCut}; undefined if it goes on, because a server may also refuse a
 * single stream.
 */
export async function awaitChannelEnd({
	channel,
	signal,
}: Asked): Promise<ChannelEnd | undefined> {
	const ending = endingOf(channel);
	await pause(CHANNEL_END_TIMEOUT_MS, AbortSignal.any([signal, ending.over]));
	return ending.end;
}

/** How a channel ended. `over` aborts when it has ended. */
type Ending = { readonly over: AbortSignal; end: ChannelEnd | undefined };

const ENDINGS = new WeakMap<Channel, Ending>();

/** Returns the one ending of a channel for all who wait. A pending promise keeps a reference to everything that waits for it. */
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
