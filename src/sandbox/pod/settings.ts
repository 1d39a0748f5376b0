import { isIP } from "node:net";
import {
	createReader,
	type Environment,
	type Reader,
} from "./environment-reader.ts";
import { type Bind, isServingStatus, type ServingStatus } from "./messages.ts";

const PROTOCOLS = [
	"grpc",
	"http1",
	"silent",
	"malformed",
	"reset",
	"none",
] as const;
const HOSTILITIES = ["", "escapes", "huge", "endless"] as const;

/** The behaviour of the test server, parsed from its environment. The servers of both clusters support the same variables. */
export type Settings = {
	readonly port: number;
	readonly bind: Bind;
	/** POD_IP, for the line that is printed at the start. */
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
	/** The version of user.proto that reflection shows. `v2` breaks wire and JSON of `v1` and has one more method. */
	readonly schema: "v1" | "v2";
	readonly tls: TlsSettings | undefined;
	readonly start: "serve" | "crash" | "complete";
	readonly startDelayMs: number;
	readonly metricsPort: number | undefined;
	readonly admin: "on" | "off";
	readonly drain: "graceful" | "abrupt" | "ignore";
	readonly drainWaitMs: number;
	readonly callDelayMs: number;
	/** How often ListUsers sends all users. */
	readonly listRepeat: number;
};

export type TlsSettings = {
	readonly cert: string;
	readonly key: string;
	/** The authority of the certificate that clients must present. */
	readonly clientCa: string | undefined;
};

/** All errors of an environment, one per line, so that a manifest can be corrected at once. */
export class SettingsError extends Error {}

/** Reads the test server's settings from its environment. @throws SettingsError naming every wrong variable */
export function readSettings(env: Environment): Settings {
	const reader = createReader(env);
	const settings = {
		port: reader.port("PORT") ?? 50051,
		bind: bindOf(reader),
		podIp: env["POD_IP"] ?? "",
		protocol: reader.oneOf("PROTOCOL", PROTOCOLS),
		health: healthOf(reader),
		reflection: reflectionOf(reader),
		schema: reader.oneOf("SCHEMA", ["v1", "v2"]),
		tls: tlsOf(env),
		start: reader.oneOf("START", ["serve", "crash", "complete"]),
		startDelayMs: reader.durationMs("START_DELAY"),
		metricsPort: reader.port("METRICS_PORT"),
		admin: reader.oneOf("ADMIN", ["on", "off"]),
		drain: reader.oneOf("DRAIN", ["graceful", "abrupt", "ignore"]),
		drainWaitMs: reader.durationMs("DRAIN_WAIT"),
		callDelayMs: reader.durationMs("CALL_DELAY"),
		listRepeat: reader.count("LIST_REPEAT"),
	};
	if (reader.wrong.length > 0) throw new SettingsError(reader.wrong.join("\n"));
	return settings;
}

function bindOf(reader: Reader): Bind {
	const bind = reader.oneOf("BIND", ["all", "pod", "localhost"]);
	const podIp = reader.text("POD_IP");
	if (bind === "pod" && isIP(podIp) === 0)
		reader.fail(
			"POD_IP",
			podIp,
			"BIND=pod wants the pod's address here (fieldRef status.podIP)",
		);
	return bind;
}

function healthOf(reader: Reader): Settings["health"] {
	const overall = statusOf(
		reader,
		"HEALTH_STATUS",
		reader.text("HEALTH_STATUS") || "SERVING",
	);
	const named = reader
		.text("HEALTH_SERVICES")
		.split(",")
		.filter((entry) => entry !== "")
		.map((entry): [string, ServingStatus] => {
			const [service = "", status = ""] = entry.split("=");
			return [service, statusOf(reader, "HEALTH_SERVICES", status)];
		});
	return {
		registered: reader.oneOf("HEALTH", ["on", "off"]),
		statuses: new Map([["", overall], ["user.UserService", overall], ...named]),
		watch: reader.oneOf("HEALTH_WATCH", ["on", "unimplemented"]),
		list: reader.oneOf("HEALTH_LIST", ["on", "unimplemented"]),
		delayMs: reader.durationMs("HEALTH_DELAY"),
		hostile: reader.oneOf("HEALTH_HOSTILE", HOSTILITIES),
	};
}

function statusOf(reader: Reader, name: string, value: string): ServingStatus {
	if (isServingStatus(value)) return value;
	reader.fail(name, value, "allowed are SERVING, NOT_SERVING, UNKNOWN");
	return "UNKNOWN";
}

function reflectionOf(reader: Reader): Settings["reflection"] {
	const value = reader.text("REFLECTION") || "v1,v1alpha";
	if (value === "off") return new Set();
	const versions = new Set<"v1" | "v1alpha">();
	for (const version of value.split(",")) {
		if (version === "v1" || version === "v1alpha") versions.add(version);
		else
			reader.fail(
				"REFLECTION",
				value,
				"allowed are v1, v1alpha, both with a comma, or off",
			);
	}
	return versions;
}

function tlsOf(env: Environment): TlsSettings | undefined {
	const [cert, key] = [env["TLS_CERT_PEM"], env["TLS_KEY_PEM"]];
	if (!cert || !key) return undefined;
	return { cert, key, clientCa: env["TLS_CLIENT_CA_PEM"] || undefined };
}
