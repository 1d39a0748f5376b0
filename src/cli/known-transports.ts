import type { Channel } from "../grpc/channel.ts";
import type { TransportChoice, TransportFact } from "../grpc/transport.ts";

/** Opens a connection to a server, by whatever name it goes, in the way that is chosen for it. @throws what `open` throws */
type OpenKnown = (
	server: string,
	open: (choice: TransportChoice) => Promise<Channel>,
) => Promise<Channel>;

/** More servers than are followed at a time: pods come and go for as long as a run goes on. */
const REMEMBERED = 10_000;

/**
 * Remembers of each server what it was found to speak, and begins with that the next time: a greeting that it does not understand is one more
 * connection, and a line in its log. Of more than `limit` servers those are forgotten that were connected to the longest ago.
 */
export function knownTransports(
	choice: TransportChoice,
	limit = REMEMBERED,
): OpenKnown {
	if (choice.kind !== "auto") return (_, open) => open(choice);
	const known = new Map<string, TransportFact["kind"]>();
	return async (server, open) => {
		const first = known.get(server);
		const channel = await open(first ? { ...choice, first } : choice);
		known.delete(server);
		known.set(server, channel.transport.kind);
		const [oldest] = known.keys();
		if (known.size > limit && oldest !== undefined) known.delete(oldest);
		return channel;
	};
}
