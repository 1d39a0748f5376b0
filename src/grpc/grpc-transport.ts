import type { Transport } from "@grpc/grpc-js/build/src/transport.js";

/**
 * The transport that grpc-js's call asks about itself. It asks for its options only; the session is ours (session.ts),
 * so whatever else a transport can do is not to be called. The limit of a message is ours, too (message-limit.ts).
 */
export const UNLIMITED: Transport = {
	getOptions: () => ({ "grpc.max_receive_message_length": -1 }),
	getPeerName: () => "",
	getAuthContext: () => ({}),
	getChannelzRef: unused,
	createCall: unused,
	addDisconnectListener: unused,
	shutdown: unused,
};

function unused(): never {
	throw new Error("a call asked its transport for what it does not have");
}
