import type { Via } from "../via/find-route.ts";
import { measureCall } from "./measure-call.ts";
import { repeatedly } from "./pace.ts";
import { countCall, type Prepared, prepare, type Series } from "./series.ts";
import type { PodTally } from "./tally.ts";

/** Calls a Service over a new connection each time. @throws PluginError of the schema */
export async function repeatViaService(
	series: Series,
	{ choose, open }: Via,
	tallies: ReadonlyMap<string, PodTally>,
): Promise<void> {
	const { run, repeat } = series;
	const { signal } = run.access;
	const prepared = new Map<string, Promise<Prepared>>();
	await repeatedly(repeat.times, { ...repeat, signal }, async () => {
		const target = choose();
		const { name } = target.pod;
		const tally = tallies.get(name);
		if (tally === undefined) throw new TypeError(`${name} is no endpoint`);
		await countCall(
			series,
			tally,
			() => open(target, signal),
			async (channel) => {
				tally.connections++;
				try {
					const sent = prepared.get(name) ?? prepare(series, target, channel);
					prepared.set(name, sent);
					return await measureCall(channel, await sent);
				} finally {
					channel.close();
				}
			},
		);
	});
}
