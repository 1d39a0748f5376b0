import { setTimeout as wait } from "node:timers/promises";
import { drainServer } from "./drain.ts";
import { createHealthState } from "./health-state.ts";
import { listen } from "./listening.ts";
import { report } from "./report.ts";
import { readSettings, type Settings, SettingsError } from "./settings.ts";
import { onTermination } from "./termination.ts";

/**
 * Runs the test server: it starts as `START` says, listens, and ends at SIGTERM as `DRAIN` says. Only the modules that its settings
 * need are loaded.
 */
export async function runUserService(
	env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
	const settings = settingsOrExit(env);
	if (settings.start === "crash") {
		console.log("crashing, as START=crash asks");
		process.exit(1);
	}
	if (settings.start === "complete") process.exit(0);
	let end: () => void = () => process.exit(0);
	onTermination(() => {
		if (settings.drain !== "ignore") end();
	});
	report({ type: "up" });
	await wait(settings.startDelayMs);
	const drain = await serve(settings);
	if (settings.drain === "graceful") end = drain;
}

/** Listens and prints the address. Returns the function that drains the server. */
async function serve(settings: Settings): Promise<() => void> {
	const { protocol } = settings;
	if (protocol === "grpc") return serveGrpc(settings);
	if (protocol === "none") {
		console.log("listening on nothing, as PROTOCOL=none asks");
	} else {
		const { plainListener } = await import("./listeners.ts");
		await listen(plainListener(protocol, settings.tls), settings);
		sayServing(settings);
	}
	return () => setTimeout(() => process.exit(0), settings.drainWaitMs);
}

async function serveGrpc(settings: Settings): Promise<() => void> {
	const [{ createGrpcServer, listenGrpc }, { createMetrics, metricsServer }] =
		await Promise.all([import("./grpc-server.ts"), import("./metrics.ts")]);
	const metrics = createMetrics();
	const health = createHealthState(settings.health.statuses);
	const server = createGrpcServer(settings, health, metrics);
	// The gRPC port comes first, because the kubelet probes as soon as a port listens.
	await listenGrpc(server, settings);
	const { metricsPort } = settings;
	if (metricsPort !== undefined)
		await listen(metricsServer(metrics), { port: metricsPort, bind: "all" });
	sayServing(settings);
	return () => void drainServer(settings, server, health);
}

function settingsOrExit(
	env: Readonly<Record<string, string | undefined>>,
): Settings {
	try {
		return readSettings(env);
	} catch (error) {
		if (!(error instanceof SettingsError)) throw error;
		console.error(`user-service: ${error.message}`);
		process.exit(2);
	}
}

function sayServing({ bind, podIp, port }: Settings): void {
	const addresses = { all: "0.0.0.0", pod: podIp, localhost: "127.0.0.1" };
	console.log(`serving on ${addresses[bind]}:${port}`);
}
