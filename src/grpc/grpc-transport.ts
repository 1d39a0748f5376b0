import type { Transport } from "@grpc/grpc-js/build/src/transport.js";

/**
 * The transport that grpc-js's call asks about itself. It asks for its options only; the session is ours (session.ts),
 * so whatever else a transport can do is not to be called.
 */
export function limitsOnly(maxReceiveBytes: number): Transport {
	return {
		getOptions: () => ({ "grpc.max_receive_message_length": maxReceiveBytes }),
		getPeerName: () => "",
		getAuthContext: () => ({}),
		getChannelzRef: unused,
		createCall: unused,
		addDisconnectListener: unused,
		shutdown: unused,
	};
}

function unused(): never {
	throw new Error("a call asked its transport for what it does not have");
}
