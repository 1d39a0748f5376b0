import type { Channel } from "../../../grpc/channel.ts";
import { keepConnection } from "../../../grpc/kept-connection.ts";
import type { PodTarget } from "../../../kubernetes/target.ts";
import { nameOf } from "../method.ts";
import { measureCall } from "./measure-call.ts";
import { repeatedly } from "./pace.ts";
import { countCall, prepare, type Series } from "./series.ts";
import { countConnection, type PodTally } from "./tally.ts";

/** A pod whose calls are counted, and how to connect to it. */
export type CountedPod = {
	readonly target: PodTarget;
	readonly tally: PodTally;
	readonly open: () => Promise<Channel>;
};

/**
 * Calls one pod over one connection. If the connection ends, it opens another.
 * @throws PluginError of the first connection, and of the schema
 */
export async function repeatOnPod(
	series: Series,
	{ target, tally, open }: CountedPod,
): Promise<void> {
	const { run, repeat } = series;
	const connection = keepConnection(async () => {
		const channel = await open();
		countConnection(tally, channel);
		return channel;
	});
	try {
		await connection.take();
		const sent = await prepare(series, target, connection.take);
		tally.method = nameOf(sent.method);
		const { signal } = run.access;
		await repeatedly(repeat.times, { ...repeat, signal }, () =>
			countCall(series, tally, () => measureCall(connection.take, sent)),
		);
		if (tally.statuses.has("UNIMPLEMENTED")) await sent.forget();
	} finally {
		connection.close();
	}
}
