import type { CallOptions, Channel, RpcStatus } from "./channel.ts";
import { decodeServingStatus, encodeCheckRequest } from "./health-message.ts";
import { channelStatus } from "./status.ts";

/** grpc.health.v1's serving status by name. A number that the protocol does not have keeps its number. */
type ServingStatus =
	| "UNKNOWN"
	| "SERVING"
	| "NOT_SERVING"
	| "SERVICE_UNKNOWN"
	| `UNRECOGNIZED(${number})`;

/** `latencyMs` is counted from the request. */
type HealthAnswered = {
	readonly kind: "answered";
	readonly status: ServingStatus;
	readonly latencyMs: number;
};

type HealthFailed = {
	readonly kind: "failed";
	readonly status: RpcStatus;
	readonly latencyMs: number;
};

export type HealthResult = HealthAnswered | HealthFailed;

type HealthList =
	| {
			readonly kind: "listed";
			/** By service name. The server's overall health has the name "". */
			readonly statuses: ReadonlyMap<string, ServingStatus>;
			readonly latencyMs: number;
	  }
	| HealthFailed;

type HealthOptions = Pick<CallOptions, "deadlineMs" | "metadata" | "signal">;

const CHECK = "/grpc.health.v1.Health/Check";
const WATCH = "/grpc.health.v1.Health/Watch";
const LIST = "/grpc.health.v1.Health/List";

/**
 * Asks for the health of one service, or with "" of the whole server (grpc/grpc doc/health-checking.md). A service that the server does
 * not know is `failed` with NOT_FOUND. Rejects only for metadata that cannot be sent.
 */
export async function checkHealth(
	channel: Channel,
	service: string,
	options: HealthOptions & { readonly deadlineMs: number },
): Promise<HealthResult> {
	const { status, response, latencyMs } = await channel.unary(
		CHECK,
		encodeCheckRequest(service),
		options,
	);
	if (response === undefined) return { kind: "failed", status, latencyMs };
	const decoded = decodeCheck(response);
	return decoded === undefined
		? { kind: "failed", status: undecodable("Check"), latencyMs }
		: { kind: "answered", status: servingStatus(decoded), latencyMs };
}

/**
 * Follows the health of one service. It yields each change that the server reports and returns the status that ended the Watch. Leaving
 * the loop, or `signal`, cancels the Watch. UNIMPLEMENTED means that the server has only Check.
 */
export async function* watchHealth(
	channel: Channel,
	service: string,
	options: HealthOptions = {},
): AsyncGenerator<HealthAnswered, RpcStatus> {
	const startMs = performance.now();
	const call = channel.call(WATCH, options);
	void call.send(encodeCheckRequest(service));
	call.closeSend();
	for await (const message of call.responses) {
		const decoded = decodeCheck(message);
		if (decoded === undefined) return undecodable("Watch");
		yield {
			kind: "answered",
			status: servingStatus(decoded),
			latencyMs: performance.now() - startMs,
		};
	}
	return call.status;
}

/** Asks for the health of every service that the server knows (gRFC A90). Most servers still answer UNIMPLEMENTED. */
export async function listHealth(
	channel: Channel,
	options: HealthOptions & { readonly deadlineMs: number },
): Promise<HealthList> {
	const { status, response, latencyMs } = await channel.unary(
		LIST,
		new Uint8Array(),
		options,
	);
	if (response === undefined) return { kind: "failed", status, latencyMs };
	try {
		// Loaded here, since few servers have List and few runs ask for it.
		const { decodeHealthList } = await import("./health-list.ts");
		const byName = [...decodeHealthList(response)].map(
			([name, one]) => [name, servingStatus(one)] as const,
		);
		return { kind: "listed", statuses: new Map(byName), latencyMs };
	} catch {
		return { kind: "failed", status: undecodable("List"), latencyMs };
	}
}

function decodeCheck(message: Uint8Array): number | undefined {
	try {
		return decodeServingStatus(message);
	} catch {
		return undefined;
	}
}

/** Names by the numbers of HealthCheckResponse.ServingStatus. */
const STATUSES = [
	"UNKNOWN",
	"SERVING",
	"NOT_SERVING",
	"SERVICE_UNKNOWN",
] as const;

function servingStatus(status: number): ServingStatus {
	return STATUSES[status] ?? `UNRECOGNIZED(${status})`;
}

function undecodable(method: string): RpcStatus {
	return channelStatus(
		"INTERNAL",
		`the server's answer to Health/${method} is not a message of grpc.health.v1`,
	);
}
