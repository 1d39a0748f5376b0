import { concurrently } from "../../../cli/concurrently.ts";
import { canBeAsked, notAsked } from "../../../cli/one-pod.ts";
import { withPortRemarks } from "../../../cli/port-advice.ts";
import { podOfMany } from "../../../cli/several-pods.ts";
import { openerOf, targetsOf } from "../../../cli/targets.ts";
import { type PluginError, toPluginError } from "../../../errors.ts";
import { followRoute } from "../../../kubernetes/targets/endpoints/follow-route.ts";
import { noteOn } from "../../../render/progress.ts";
import { findPod } from "../find-pod.ts";
import { findRoute } from "../via/find-route.ts";
import { recordRoute } from "../via/print-route.ts";
import { whileWaiting } from "../while-waiting.ts";
import { type CountedPod, repeatOnPod } from "./repeat-on-pod.ts";
import { repeatViaService } from "./repeat-via-service.ts";
import type { ServiceShare } from "./report.ts";
import type { Series } from "./series.ts";
import { newTally, type PodTally } from "./tally.ts";

/** The pods whose calls are counted. */
export type CountedPods = {
	readonly via: ServiceShare | null;
	/** Returns the tallies of the pods so far. */
	readonly tallies: () => readonly PodTally[];
	/** Makes the calls and counts them in the tallies. It calls `onCall` for each call that has ended. @throws PluginError */
	readonly call: (onCall: Series["onCall"]) => Promise<void>;
};

/** Finds the pods that a run calls, and prints on stderr which pods they are or how they are chosen. @throws PluginError */
export async function findCountedPods(calls: Calls): Promise<CountedPods> {
	const { pods } = calls.run.plan;
	switch (pods.kind) {
		case "one":
			return onePod(calls);
		case "all":
			return everyPod(calls, pods.atOnce);
		case "service":
			return endpointsOfService(calls);
	}
}

/** What the calls share before the first one is made. */
type Calls = Omit<Series, "onCall">;

async function onePod(calls: Calls): Promise<CountedPods> {
	const found = await findPod(calls.run);
	const tally = newTally(podOfMany(found.target));
	return {
		via: null,
		tallies: () => [tally],
		call: (onCall) => repeatOnPod({ ...calls, onCall }, { ...found, tally }),
	};
}

async function everyPod(calls: Calls, atOnce: number): Promise<CountedPods> {
	const { access } = calls.run;
	const targets = await whileWaiting(calls.run, "looking for pods…", () =>
		targetsOf(access),
	);
	const open = withPortRemarks(await openerOf(access));
	const pods = targets.map(
		(target): CountedPod => ({
			target,
			tally: newTally(podOfMany(target)),
			open: () => open(target, access.signal),
		}),
	);
	return {
		via: null,
		tallies: () => pods.map(({ tally }) => tally),
		async call(onCall) {
			const series = { ...calls, onCall };
			const refusals: PluginError[] = [];
			for await (const refusal of concurrently(pods, atOnce, (pod) =>
				callOrReportFailure(series, pod),
			))
				refusals.push(refusal);
			// A method that no pod has is probably misspelt.
			const [first] = refusals.filter(({ code }) => code === "symbol");
			const expected = pods.filter(
				({ target, tally }) => tally.counted || canBeAsked(target),
			);
			if (first !== undefined && refusals.length === expected.length)
				throw first;
		},
	};
}

/**
 * Calls one pod. An error that keeps it from being called must not hide the other pods: the error is noted in the tally, and yielded.
 */
async function* callOrReportFailure(
	series: Series,
	pod: CountedPod,
): AsyncGenerator<PluginError> {
	if (!canBeAsked(pod.target)) {
		pod.tally.refusal = notAsked(pod.target);
		return;
	}
	try {
		await repeatOnPod(series, pod);
	} catch (caught) {
		if (series.run.context.signal.aborted) return;
		const error = toPluginError(caught);
		// A request that cannot be read is no pod's answer.
		if (error.code === "bad-input" || error.code === "usage") throw error;
		pod.tally.refusal = error;
		yield error;
	}
}

async function endpointsOfService(calls: Calls): Promise<CountedPods> {
	const { run } = calls;
	const { route, fact, parts, api, query, open } = await findRoute(run);
	const { service, addressing, endpoints } = route;
	await recordRoute(run, fact, null);
	const routeNow = followRoute(api, query, parts, {
		signal: run.access.signal,
		onLost: ({ message }) =>
			noteOn(
				run.context.stderr,
				`the endpoints of ${service} are followed no more: ${message}`,
			),
	});
	const tallies = new Map(
		endpoints.map((target) => [target.pod.name, newTally(podOfMany(target))]),
	);
	return {
		via: { service, addressing, endpoints: endpoints.length },
		tallies: () => [...tallies.values()],
		call: (onCall) =>
			repeatViaService({ ...calls, onCall }, { routeNow, open, tallies }),
	};
}
