import type { OpenChannelTo } from "../../../cli/reach.ts";
import { type PodOfMany, podOfMany } from "../../../cli/several-pods.ts";
import { PluginError } from "../../../errors.ts";
import type { Channel } from "../../../grpc/channel.ts";
import type { PodTarget } from "../../../kubernetes/target.ts";
import { endpointChooser } from "../../../kubernetes/targets/endpoints/choose-endpoint.ts";
import type { FollowedRoute } from "../../../kubernetes/targets/endpoints/follow-route.ts";
import { measureCall } from "./measure-call.ts";
import { repeatedly } from "./pace.ts";
import {
	countCall,
	countRefusal,
	type Prepared,
	prepare,
	type Series,
} from "./series.ts";
import { newTally, type PodTally } from "./tally.ts";

/** A Service whose calls are counted, and the way to its endpoints. */
export type CountedService = {
	readonly routeNow: FollowedRoute;
	readonly open: OpenChannelTo;
	/** By the pod's name; pods that come are added. */
	readonly tallies: Map<string, PodTally>;
};

/** Stands for the pod of calls that found no endpoint open. */
const NO_ENDPOINT = { namespace: "", name: "(no endpoint)", counted: true };

/** Calls a Service over a new connection each time, by the schema of the first pod: a client has one, too. @throws PluginError of the schema */
export async function repeatViaService(
	series: Series,
	{ routeNow, open, tallies }: CountedService,
): Promise<void> {
	const { run, repeat } = series;
	const { signal } = run.access;
	const choose = endpointChooser();
	let prepared: Promise<Prepared> | undefined;
	const measure = async (target: PodTarget, channel: Channel) => {
		prepared ??= prepare(series, target, channel);
		return measureCall(channel, await prepared);
	};
	await repeatedly(repeat.times, { ...repeat, signal }, async () => {
		const route = routeNow();
		if (route instanceof PluginError) {
			const tally = tallyOf(tallies, NO_ENDPOINT);
			return countRefusal(series, tally, route, performance.now());
		}
		const target = choose(route);
		const tally = tallyOf(tallies, podOfMany(target));
		return countCall(
			series,
			tally,
			() => open(target, signal),
			async (channel) => {
				tally.connections++;
				return measure(target, channel).finally(() => channel.close());
			},
		);
	});
	if (
		[...tallies.values()].some(({ statuses }) => statuses.has("UNIMPLEMENTED"))
	)
		await (await prepared)?.forget();
}

function tallyOf(tallies: Map<string, PodTally>, pod: PodOfMany): PodTally {
	const tally = tallies.get(pod.name) ?? newTally(pod);
	tallies.set(pod.name, tally);
	return tally;
}
