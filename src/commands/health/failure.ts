import type { FailureFact } from "../../cli/recording/failure.ts";
import { toPluginError } from "../../errors.ts";
import type { ChannelEnd } from "../../grpc/channel.ts";
import { endError } from "../../grpc/channel-end.ts";

/** The failure of a connection that this side gave up or closed. */
export const CANCELLED: FailureFact = {
	code: "cancelled",
	message: "interrupted",
	hint: [],
};

/** Returns why a channel ended, as a failure. */
export function failureOfEnd(end: ChannelEnd): FailureFact {
	if (end.kind === "closed-here") return CANCELLED;
	const { code, message, hint } = toPluginError(endError(end));
	return {
		code: code === "internal" ? "connection-lost" : code,
		message,
		hint,
	};
}
