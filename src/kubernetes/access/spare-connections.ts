import type { Agent, ClientRequestArgs } from "node:http";
import type { Duplex } from "node:stream";

/** How long one is kept that no request has come for, in milliseconds. */
const KEPT_MS = 10_000;

/** Connections of an agent that are opened before there are requests for them. */
export type SpareConnections = {
	/** Opens so many more, as the agent's last one was opened; none before its first. */
	readonly open: (count: number) => void;
	/** Closes those that no request has come for. */
	readonly close: () => void;
};

/** Lets an agent take spare connections before it opens others. */
export function keepSpareConnections(agent: Agent): SpareConnections {
	const connect = agent.createConnection.bind(agent);
	const spares = new Set<Duplex>();
	let asked: ClientRequestArgs | undefined;
	const keep = (spare: Duplex | null | undefined) => {
		if (!spare) return;
		spares.add(spare);
		// One that fails tells nobody: the request that would have had it opens another, and tells of that.
		spare.on("error", () => {});
		spare.once("close", () => spares.delete(spare));
	};
	agent.createConnection = (options, callback) => {
		asked = options;
		for (const spare of spares) {
			spares.delete(spare);
			if (!spare.destroyed) return spare;
		}
		return connect(options, callback);
	};
	const close = () => {
		for (const spare of spares) spare.destroy();
	};
	return {
		open(count) {
			if (asked === undefined || count < 1) return;
			for (let at = 0; at < count; at += 1) {
				// Through a proxy it comes later, to the callback.
				const later = (_: Error | null, spare?: Duplex) => {
					if (now === undefined) keep(spare);
				};
				const now = connect(asked, later);
				keep(now);
			}
			setTimeout(close, KEPT_MS).unref();
		},
		close,
	};
}
