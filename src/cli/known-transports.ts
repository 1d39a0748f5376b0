import type { Channel } from "../grpc/channel.ts";
import type { TransportChoice, TransportFact } from "../grpc/transport.ts";

/** Opens a connection to a server, by whatever name it goes, in the way that is chosen for it. @throws what `open` throws */
type OpenKnown = (
	server: string,
	open: (choice: TransportChoice) => Promise<Channel>,
) => Promise<Channel>;

/**
 * Remembers of each server what it was found to speak, and begins with that the next time: a greeting that it does not understand is one more
 * connection, and a line in its log.
 */
export function knownTransports(choice: TransportChoice): OpenKnown {
	if (choice.kind !== "auto") return (_, open) => open(choice);
	const known = new Map<string, TransportFact["kind"]>();
	return async (server, open) => {
		const first = known.get(server);
		const channel = await open(first ? { ...choice, first } : choice);
		known.set(server, channel.transport.kind);
		return channel;
	};
}
