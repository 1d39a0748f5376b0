import type { OpenChannelTo } from "../../../cli/connect.ts";
import { type PodOfMany, podOfMany } from "../../../cli/several-pods.ts";
import { PluginError, toPluginError } from "../../../errors.ts";
import { keepConnection } from "../../../grpc/kept-connection.ts";
import type { PodTarget } from "../../../kubernetes/target.ts";
import { endpointChooser } from "../../../kubernetes/targets/endpoints/choose-endpoint.ts";
import type { FollowedRoute } from "../../../kubernetes/targets/endpoints/follow-route.ts";
import { nameOf } from "../method.ts";
import { measureCall } from "./measure-call.ts";
import { repeatedly } from "./pace.ts";
import {
	countCall,
	countRefusal,
	type Prepared,
	prepare,
	type Series,
} from "./series.ts";
import { countConnection, newTally, type PodTally } from "./tally.ts";

/** A Service whose calls are counted, and how to connect to its endpoints. */
type CountedService = {
	readonly routeNow: FollowedRoute;
	readonly open: OpenChannelTo;
	/** By the pod's name. Pods that become endpoints later are added. */
	readonly tallies: Map<string, PodTally>;
};

/** Replaces the pod in the tally of calls that found no open endpoint. */
const NO_ENDPOINT = { namespace: "", name: "(no endpoint)", counted: true };

/**
 * Calls a Service over a new connection each time. All calls use the schema of the first pod that gave it, as a client also has
 * one schema.
 * @throws PluginError of the schema
 */
export async function repeatViaService(
	series: Series,
	{ routeNow, open, tallies }: CountedService,
): Promise<void> {
	const { run, repeat } = series;
	const { signal } = run.access;
	const choose = endpointChooser();
	const learn = learner();
	let prepared: Prepared | undefined;
	const call = async (target: PodTarget, tally: PodTally) => {
		const { take, close } = keepConnection(async () => {
			const channel = await open(target, signal);
			countConnection(tally, channel);
			return channel;
		});
		try {
			await take();
			prepared = await learn(() => prepare(series, target, take));
			tally.method = nameOf(prepared.method);
			return await measureCall(take, prepared);
		} finally {
			close();
		}
	};
	await repeatedly(repeat.times, { ...repeat, signal }, async () => {
		const route = routeNow();
		if (route instanceof PluginError) {
			const tally = tallyOf(tallies, NO_ENDPOINT);
			return countRefusal(series, tally, route, performance.now());
		}
		const target = choose(route);
		const tally = tallyOf(tallies, podOfMany(target));
		return countCall(series, tally, () => call(target, tally));
	});
	if (
		[...tallies.values()].some(({ statuses }) => statuses.has("UNIMPLEMENTED"))
	)
		await prepared?.forget();
}

/**
 * Returns a function that gives the result of the first question. If the connection was lost during a question, the next one is
 * asked. It rejects as the question does.
 */
function learner(): (ask: () => Promise<Prepared>) => Promise<Prepared> {
	let learning: Promise<Prepared> | undefined;
	return (ask) => {
		learning = learning?.catch(orAfterLoss(ask)) ?? ask();
		return learning;
	};
}

const orAfterLoss =
	(ask: () => Promise<Prepared>) =>
	(caught: unknown): Promise<Prepared> => {
		if (toPluginError(caught).code === "connection-lost") return ask();
		throw caught;
	};

function tallyOf(tallies: Map<string, PodTally>, pod: PodOfMany): PodTally {
	const tally = tallies.get(pod.name) ?? newTally(pod);
	tallies.set(pod.name, tally);
	return tally;
}
