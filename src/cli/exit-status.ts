import type { ErrorCode } from "../errors.ts";

/**
 * The exit statuses of the whole plugin; docs/exit-status.md describes them. 0–4 are those of grpc_health_probe, so that its scripts
 * still work. `call` adds 64 + the gRPC code, as grpcurl does.
 */
export const EXIT_STATUS = {
	ok: 0,
	/** Usage, kubeconfig, API errors: kubectl's own 1. */
	failed: 1,
	/** A connection to a pod or an address failed. */
	unreachable: 2,
	/** The connection worked, and a needed RPC failed or returned something unusable. */
	rpcFailed: 3,
	/** A service reported that it is not serving. */
	notServing: 4,
	/** 128 + SIGINT. */
	interrupted: 130,
} as const;

export type ExitStatus = number;

const { failed, unreachable, rpcFailed, interrupted } = EXIT_STATUS;

const STATUS_OF_ERROR: Readonly<Record<ErrorCode, ExitStatus>> = {
	usage: failed,
	"bad-input": failed,
	kubeconfig: failed,
	context: failed,
	credentials: failed,
	certificate: failed,
	"api-unreachable": failed,
	"api-certificate": failed,
	unauthorized: failed,
	forbidden: failed,
	"not-found": failed,
	conflict: failed,
	throttled: failed,
	"api-error": failed,
	target: failed,
	port: failed,
	symbol: failed,
	internal: failed,
	unreachable,
	"name-unresolved": unreachable,
	"no-route": unreachable,
	"connection-refused": unreachable,
	"pod-gone": unreachable,
	"api-server-closed": unreachable,
	"tunnel-cut": unreachable,
	"tunnel-failed": unreachable,
	"not-http2": unreachable,
	silent: unreachable,
	"tls-handshake": unreachable,
	"tls-verify": unreachable,
	"tls-client-certificate": unreachable,
	"connection-lost": unreachable,
	deadline: unreachable,
	schema: rpcFailed,
	cancelled: interrupted,
};

/** Returns the exit status of a command that an error ended. */
export function exitStatusOfError(code: ErrorCode): ExitStatus {
	return STATUS_OF_ERROR[code];
}

/**
 * Returns the status for the pods that could not be asked, by their errors. It is 3 when every error is about a schema or symbol. Any
 * other error counts as unreachable, since the pod's row gives the reason.
 */
export function exitStatusOfPods(codes: readonly ErrorCode[]): ExitStatus {
	if (codes.length === 0) return EXIT_STATUS.ok;
	return codes.every((code) => code === "schema" || code === "symbol")
		? rpcFailed
		: unreachable;
}
