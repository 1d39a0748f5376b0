import type { FailureFact } from "../../cli/recording/failure.ts";
import { toPluginError } from "../../errors.ts";
import type { ChannelEnd } from "../../grpc/channel.ts";

/** What stands for a pod that was left on purpose. */
export const CANCELLED: FailureFact = {
	code: "cancelled",
	message: "interrupted",
	hint: [],
};

/** Why a channel ended, in the same form. */
export function failureOfEnd(end: ChannelEnd): FailureFact {
	switch (end.kind) {
		case "closed-here":
			return CANCELLED;
		case "goaway": {
			const debug = end.debug === "" ? "" : `, "${end.debug}"`;
			return {
				code: "connection-lost",
				message: `the server closed the connection (GOAWAY code ${end.code}${debug})`,
				hint: [],
			};
		}
		case "lost": {
			const { code, message, hint } = toPluginError(end.error);
			return {
				code: code === "internal" ? "connection-lost" : code,
				message,
				hint,
			};
		}
	}
}
