/**
 * Exit statuses of the whole plugin; docs/exit-status.md is this table in prose. 0–4 are grpc_health_probe's, so that scripts can
 * be moved; `call` adds 64 + the gRPC code, as grpcurl does.
 */
export const EXIT_STATUS = {
	ok: 0,
	/** Usage, kubeconfig, API errors: kubectl's own 1. */
	failed: 1,
	/** A pod could not be connected to. */
	unreachable: 2,
	/** An RPC failed. */
	rpcFailed: 3,
	/** A service answered that it is not serving. */
	notServing: 4,
	/** 128 + SIGINT. */
	interrupted: 130,
} as const;

export type ExitStatus = number;
