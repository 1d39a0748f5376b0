import type { Channel } from "../grpc/channel.ts";
import type { TransportChoice } from "../grpc/transport.ts";
import { isLoopback } from "../kubernetes/access/proxy-rules.ts";
import type { EndpointArgument } from "../kubernetes/target.ts";
import type { Access } from "./access.ts";
import { openOverTls } from "./confidential-data.ts";
import { type OpenChannelTo, openAddressChannel } from "./connect.ts";
import { endpointTarget } from "./endpoint-target.ts";
import { knownTransports } from "./known-transports.ts";

/** Returns the function that opens channels to addresses. Metadata goes over TLS only. Detected plaintext is warned of once. */
export function addressOpener(
	{ connect, confidential, tell }: Access,
	endpoints: readonly EndpointArgument[],
): OpenChannelTo {
	const byName = new Map(
		endpoints.map((endpoint) => [
			endpointTarget(endpoint.host, endpoint.port).pod.name,
			endpoint,
		]),
	);
	const openKnown = knownTransports(connect.transport);
	const told = new Set<string>();
	return async ({ pod: { name } }, signal) => {
		const { host, port } = byName.get(name) ?? { host: "", port: 0 };
		const open = (transport: TransportChoice) =>
			openAddressChannel(host, port, { ...connect, transport }, signal);
		if (confidential === "nothing" || isLoopback(host))
			return openKnown(name, open);
		if (confidential === "metadata")
			return openOverTls(connect.transport, open);
		const channel = await openKnown(name, open);
		if (isFoundInTheClear(channel) && !told.has(name)) {
			told.add(name);
			tell(
				`warning: ${name} speaks plaintext, so nothing proves who answers: --tls insists on TLS, --plaintext turns this warning off`,
			);
		}
		return channel;
	};
}

function isFoundInTheClear({ transport }: Channel): boolean {
	return transport.kind === "plaintext" && transport.detected;
}
