import { type Bind, isServingStatus, type ServingStatus } from "./messages.ts";

const PROTOCOLS = [
	"grpc",
	"http1",
	"silent",
	"malformed",
	"reset",
	"none",
] as const;
const BINDS = ["all", "pod", "localhost"] as const;
const DRAINS = ["graceful", "abrupt", "ignore"] as const;
const STARTS = ["serve", "crash", "complete"] as const;
const HOSTILITIES = ["", "escapes", "huge", "endless"] as const;

/** How the test server behaves: its environment, parsed. The variables are the contract that both clusters' servers keep. */
export type Settings = {
	readonly port: number;
	readonly bind: Bind;
	/** POD_IP; only for the line printed on start. */
	readonly podIp: string;
	readonly protocol: (typeof PROTOCOLS)[number];
	readonly health: {
		readonly registered: "on" | "off";
		readonly statuses: ReadonlyMap<string, ServingStatus>;
		readonly watch: "on" | "unimplemented";
		readonly list: "on" | "unimplemented";
		readonly delayMs: number;
		readonly hostile: (typeof HOSTILITIES)[number];
	};
	readonly reflection: ReadonlySet<"v1" | "v1alpha">;
	readonly tls:
		| {
				readonly cert: string;
				readonly key: string;
				readonly clientCa: string | undefined;
		  }
		| undefined;
	readonly start: (typeof STARTS)[number];
	readonly startDelayMs: number;
	readonly metricsPort: number | undefined;
	readonly admin: "on" | "off";
	readonly drain: (typeof DRAINS)[number];
	readonly drainWaitMs: number;
	readonly callDelayMs: number;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment contract of the test server.
 * @throws Error naming the variable whose value it does not allow
 */
export function readSettings(env: Environment): Settings {
	const metricsPort = env["METRICS_PORT"];
	return {
		port: portOf("PORT", env["PORT"] || "50051"),
		bind: oneOf("BIND", env["BIND"], BINDS),
		podIp: env["POD_IP"] ?? "",
		protocol: oneOf("PROTOCOL", env["PROTOCOL"], PROTOCOLS),
		health: healthOf(env),
		reflection: reflectionOf(env["REFLECTION"] ?? "v1,v1alpha"),
		tls: tlsOf(env),
		start: oneOf("START", env["START"], STARTS),
		startDelayMs: durationMs("START_DELAY", env["START_DELAY"]),
		metricsPort: metricsPort ? portOf("METRICS_PORT", metricsPort) : undefined,
		admin: oneOf("ADMIN", env["ADMIN"], ["on", "off"]),
		drain: oneOf("DRAIN", env["DRAIN"], DRAINS),
		drainWaitMs: durationMs("DRAIN_WAIT", env["DRAIN_WAIT"]),
		callDelayMs: durationMs("CALL_DELAY", env["CALL_DELAY"]),
	};
}

function healthOf(env: Environment): Settings["health"] {
	const overall = servingStatus("HEALTH_STATUS", env["HEALTH_STATUS"]);
	return {
		registered: oneOf("HEALTH", env["HEALTH"], ["on", "off"]),
		statuses: new Map([
			["", overall],
			["user.UserService", overall],
			...namedStatuses(env["HEALTH_SERVICES"] ?? ""),
		]),
		watch: oneOf("HEALTH_WATCH", env["HEALTH_WATCH"], ["on", "unimplemented"]),
		list: oneOf("HEALTH_LIST", env["HEALTH_LIST"], ["on", "unimplemented"]),
		delayMs: durationMs("HEALTH_DELAY", env["HEALTH_DELAY"]),
		hostile: oneOf("HEALTH_HOSTILE", env["HEALTH_HOSTILE"], HOSTILITIES),
	};
}

function namedStatuses(text: string): [string, ServingStatus][] {
	return text
		.split(",")
		.filter((entry) => entry !== "")
		.map((entry) => {
			const at = entry.lastIndexOf("=");
			return [
				entry.slice(0, at),
				servingStatus("HEALTH_SERVICES", entry.slice(at + 1)),
			];
		});
}

function servingStatus(
	variable: string,
	text: string | undefined,
): ServingStatus {
	const status = text || "SERVING";
	if (!isServingStatus(status))
		throw new Error(`${variable}: no such status "${status}"`);
	return status;
}

function reflectionOf(text: string): Settings["reflection"] {
	if (text === "off") return new Set();
	return new Set(
		text
			.split(",")
			.map((version) => oneOf("REFLECTION", version, ["v1", "v1alpha"])),
	);
}

function tlsOf(env: Environment): Settings["tls"] {
	const [cert, key] = [env["TLS_CERT_PEM"], env["TLS_KEY_PEM"]];
	if (!cert || !key) return undefined;
	return { cert, key, clientCa: env["TLS_CLIENT_CA_PEM"] || undefined };
}

function oneOf<T extends string>(
	variable: string,
	text: string | undefined,
	allowed: readonly [T, ...T[]],
): T {
	const found = text ? allowed.find((value) => value === text) : allowed[0];
	if (found === undefined)
		throw new Error(`${variable}: "${text}" is none of ${allowed.join(", ")}`);
	return found;
}

function portOf(variable: string, text: string): number {
	const port = Number(text);
	if (!Number.isInteger(port) || port < 1 || port > 65535)
		throw new Error(`${variable}: "${text}" is no port`);
	return port;
}

const UNIT_MS: Readonly<Record<string, number>> = {
	ms: 1,
	s: 1000,
	m: 60_000,
	h: 3_600_000,
};

/** Milliseconds of a duration as Go writes it (`250ms`, `2s`, `1m30s`); undefined or empty is 0. */
export function durationMs(variable: string, text: string | undefined): number {
	if (!text || text === "0") return 0;
	if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text))
		throw new Error(`${variable}: "${text}" is no duration such as 250ms`);
	let total = 0;
	for (const [, amount, unit] of text.matchAll(/([\d.]+)(ms|s|m|h)/g))
		total += Number(amount) * (UNIT_MS[unit ?? ""] ?? 0);
	return total;
}
