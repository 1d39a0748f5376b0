import { setTimeout as wait } from "node:timers/promises";
import { readSettings, type Settings } from "./settings.ts";

/**
 * The test server's life: start as `START` says, listen, drain on SIGTERM. What is not needed for the asked-for trouble
 * is not loaded.
 */
export async function runUserService(
	env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
	const settings = settingsOrExit(env);
	if (settings.start === "crash") {
		console.log("crashing as START=crash asks");
		process.exit(1);
	}
	if (settings.start === "complete") process.exit(0);
	await wait(settings.startDelayMs);
	await serve(settings);
	console.log(`serving on ${addressOf(settings)}:${settings.port}`);
}

function settingsOrExit(
	env: Readonly<Record<string, string | undefined>>,
): Settings {
	try {
		return readSettings(env);
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exit(2);
	}
}

async function serve(settings: Settings): Promise<void> {
	const [{ createHealthState }, { drainOnTerm }, { listen }] =
		await Promise.all([
			import("./health.ts"),
			import("./drain.ts"),
			import("./listening.ts"),
		]);
	const health = createHealthState(settings.health.statuses);
	if (settings.protocol !== "grpc") {
		const { plainListener } = await import("./listeners.ts");
		const listener = plainListener(settings.protocol);
		drainOnTerm(settings, undefined, health);
		if (listener) await listen(listener, settings);
		return;
	}
	const { createGrpcServer, listenGrpc } = await import("./grpc-server.ts");
	const { createMetrics, metricsServer } = await import("./metrics.ts");
	const metrics = createMetrics();
	const server = createGrpcServer(settings, health, metrics);
	drainOnTerm(settings, server, health);
	// gRPC first: what listens first is when the kubelet begins to probe.
	await listenGrpc(server, settings);
	if (settings.metricsPort !== undefined)
		await listen(metricsServer(metrics), {
			port: settings.metricsPort,
			bind: settings.bind,
		});
}

function addressOf({ bind, podIp }: Settings): string {
	switch (bind) {
		case "all":
			return "0.0.0.0";
		case "pod":
			return podIp;
		case "localhost":
			return "127.0.0.1";
	}
}
