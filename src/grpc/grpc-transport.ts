import type { Transport } from "@grpc/grpc-js/build/src/transport.js";

/**
 * The transport that grpc-js's call queries. The call reads only its options. The session is our own (session.ts), so the other methods
 * must not be called. The limit of a message is our own, too (message-limit.ts).
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
