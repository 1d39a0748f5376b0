import type { Channel } from "../grpc/channel.ts";
import type { TransportChoice, TransportFact } from "../grpc/transport.ts";

/** Opens a connection to a server, whatever its name, with the transport that is known for it. @throws what `open` throws */
type OpenKnown = (
	server: string,
	open: (choice: TransportChoice) => Promise<Channel>,
) => Promise<Channel>;

/** More servers than a run follows at a time. Pods come and go during a long run. */
const REMEMBERED = 10_000;

/**
 * Remembers what each server speaks, and tries that first at the next connection. A greeting that the server does not understand costs
 * another connection and a line in its log. Beyond `limit` servers, it forgets those whose last connection is the oldest.
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
