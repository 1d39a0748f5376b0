import type { ErrorCode } from "../errors.ts";

/**
 * Exit statuses of the whole plugin; docs/exit-status.md is this table in prose. 0–4 are grpc_health_probe's, so that scripts can
 * be moved; `call` adds 64 + the gRPC code, as grpcurl does.
 */
export const EXIT_STATUS = {
	ok: 0,
	/** Usage, kubeconfig, API errors: kubectl's own 1. */
	failed: 1,
	/** A pod or an address could not be connected to. */
	unreachable: 2,
	/** It was connected to, and an RPC that was needed failed, or said what cannot be used. */
	rpcFailed: 3,
	/** A service answered that it is not serving. */
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

/** The status of a command that an error ended. */
export function exitStatusOfError(code: ErrorCode): ExitStatus {
	return STATUS_OF_ERROR[code];
}

/**
 * The status for those of several pods that an error kept from being asked: 3 where none of them did worse than not to describe what
 * was asked for. One that could not be asked is as good as not connected to, whatever the reason: its row says so.
 */
export function exitStatusOfPods(codes: readonly ErrorCode[]): ExitStatus {
	if (codes.length === 0) return EXIT_STATUS.ok;
	return codes.every((code) => code === "schema" || code === "symbol")
		? rpcFailed
		: unreachable;
}
