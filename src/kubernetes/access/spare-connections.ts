import type { Agent, ClientRequestArgs } from "node:http";
import type { Duplex } from "node:stream";

/** Milliseconds for which an unused spare connection is kept. */
const KEPT_MS = 10_000;

/** Connections of an agent that are opened before requests need them. */
export type SpareConnections = {
	/**
	 * Opens `count` more connections after this turn of the event loop, with the options of the agent's last one. Before its first, it
	 * opens none.
	 */
	readonly open: (count: number) => void;
	/** Closes the connections that no request has used. */
	readonly close: () => void;
};

/** Makes an agent use spare connections before it opens others. */
export function keepSpareConnections(agent: Agent): SpareConnections {
	const connect = agent.createConnection.bind(agent);
	const spares = new Set<Duplex>();
	let asked: ClientRequestArgs | undefined;
	let opening: NodeJS.Immediate | undefined;
	const keep = (spare: Duplex | null | undefined) => {
		if (!spare) return;
		spares.add(spare);
		// The error of a spare connection is ignored: a request then opens another connection, and reports that one's error.
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
	const openOne = (options: ClientRequestArgs) => {
		// Through a proxy, the connection comes later, in the callback.
		const later = (_: Error | null, spare?: Duplex) => {
			if (now === undefined) keep(spare);
		};
		const now = connect(options, later);
		keep(now);
	};
	const close = () => {
		clearImmediate(opening);
		for (const spare of spares) spare.destroy();
	};
	return {
		open(count) {
			const options = asked;
			if (options === undefined || count < 1) return;
			// Fifty handshakes take this thread for some 15 ms. The request whose answer leads to them is sent first.
			opening = setImmediate(() => {
				for (let at = 0; at < count; at += 1) openOne(options);
			});
			setTimeout(close, KEPT_MS).unref();
		},
		close,
	};
}
