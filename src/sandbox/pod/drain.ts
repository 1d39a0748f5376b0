import { setTimeout as wait } from "node:timers/promises";
import type { Server } from "@grpc/grpc-js";
import type { HealthState } from "./health-state.ts";
import { report } from "./report.ts";
import type { Settings } from "./settings.ts";

/**
 * Ends the process like a server that drains: it turns NOT_SERVING, waits for `DRAIN_WAIT`, refuses new connections, completes its
 * calls, and exits with 0.
 */
export async function drainServer(
	{ port, drainWaitMs }: Settings,
	server: Server,
	health: HealthState,
): Promise<void> {
	health.shutDown();
	await wait(drainWaitMs);
	report({ type: "closed", port });
	server.tryShutdown(() => process.exit(0));
}
