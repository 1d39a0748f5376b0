import { type Server, status } from "@grpc/grpc-js";
import { Steering } from "./gen/steering_pb.ts";
import type { HealthState } from "./health-state.ts";
import { isPodCommand, isServingStatus } from "./messages.ts";
import { StatusAnswer, serveUnary } from "./methods.ts";

/** Registers the ways to change the health of a running server: an RPC, signals, and the IPC channel of the kubelet. */
export function serveSteering(server: Server, health: HealthState): void {
	serveUnary(
		server,
		Steering.method.setHealth,
		({ service, status: wanted }) => {
			if (!isServingStatus(wanted)) {
				throw new StatusAnswer(
					status.INVALID_ARGUMENT,
					"allowed are SERVING, NOT_SERVING, UNKNOWN",
				);
			}
			health.set(service, wanted);
			return {};
		},
	);
	const setBoth = (next: "SERVING" | "NOT_SERVING") => () => {
		health.set("", next);
		health.set("user.UserService", next);
	};
	// Windows has no user signals, and Node throws on an attempt to listen for them there.
	if (process.platform !== "win32") {
		process.on("SIGUSR1", setBoth("NOT_SERVING"));
		process.on("SIGUSR2", setBoth("SERVING"));
	}
	process.on("message", (message) => {
		if (isPodCommand(message)) health.set(message.service, message.status);
	});
}
