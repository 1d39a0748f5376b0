import type { FailureFact } from "../../cli/recording/failure.ts";
import { toPluginError } from "../../errors.ts";
import type { ChannelEnd } from "../../grpc/channel.ts";
import { endError } from "../../grpc/session.ts";

/** What stands for a pod that was left on purpose. */
export const CANCELLED: FailureFact = {
	code: "cancelled",
	message: "interrupted",
	hint: [],
};

/** Why a channel ended, in the same form. */
export function failureOfEnd(end: ChannelEnd): FailureFact {
	if (end.kind === "closed-here") return CANCELLED;
	const { code, message, hint } = toPluginError(endError(end));
	return {
		code: code === "internal" ? "connection-lost" : code,
		message,
		hint,
	};
}
