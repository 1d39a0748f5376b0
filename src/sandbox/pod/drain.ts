import { setTimeout as wait } from "node:timers/promises";
import type { Server } from "@grpc/grpc-js";
import type { HealthState } from "./health.ts";
import { report } from "./report.ts";
import type { Settings } from "./settings.ts";

/** Answers SIGTERM as `DRAIN` says. `server` is undefined when what listens is not gRPC. */
export function drainOnTerm(
	settings: Settings,
	server: Server | undefined,
	health: HealthState,
): void {
	process.on("SIGTERM", () => {
		switch (settings.drain) {
			case "ignore":
				return;
			case "abrupt":
				process.exit(0);
				break;
			case "graceful":
				void drain(settings, server, health);
		}
	});
	report({ type: "up" });
}

async function drain(
	settings: Settings,
	server: Server | undefined,
	health: HealthState,
): Promise<void> {
	health.shutDown();
	await wait(settings.drainWaitMs);
	if (!server) process.exit(0);
	report({ type: "closed", port: settings.port });
	server.tryShutdown(() => process.exit(0));
}
