import type { Metadata } from "../../grpc/channel.ts";

/** Which services were asked for: those of the flags, or whatever each server knows. */
export type AskedServices =
	| { readonly kind: "named"; readonly names: readonly string[] }
	| { readonly kind: "all" };

/** Maximum length of a service name that is asked for, in characters. Service names are names within a package, not texts. */
export const LONGEST_SERVICE = 1_024;

/** What is asked of each pod, and within which limits: the flags of `health` as plain values. */
export type Questions = {
	readonly services: AskedServices;
	readonly metadata: Metadata;
	/** Milliseconds that one RPC may take. */
	readonly rpcTimeoutMs: number;
	/** Maximum number of tunnels that are opened at the same time. */
	readonly concurrency: number;
	/** Milliseconds between two polls of a server without Watch. */
	readonly pollIntervalMs: number;
	/** Milliseconds after which a server whose Watch is quiet is asked whether it still answers. */
	readonly quietMs: number;
};
