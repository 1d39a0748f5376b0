import { setTimeout as wait } from "node:timers/promises";
import type { Server } from "@grpc/grpc-js";
import type { HealthState } from "./health-state.ts";
import { report } from "./report.ts";
import type { Settings } from "./settings.ts";

/** Ends the process as a server does that drains: NOT_SERVING, `DRAIN_WAIT`, no new connections, the calls under way, exit 0. */
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
