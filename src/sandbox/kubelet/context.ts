import type { Turnstile } from "../../turnstile.ts";
import type { EventRecorder } from "../controllers/events.ts";
import type { Registry } from "../registry/registry.ts";
import type { Store } from "../store/store.ts";
import type { AddressPool } from "./network.ts";

/** What every pod worker shares. */
export type KubeletContext = {
	readonly store: Store;
	readonly registry: Registry;
	readonly record: EventRecorder;
	readonly addresses: AddressPool;
	/** Lets a few processes start at a time, so that of fifty pods on two cores some are ready soon. */
	readonly starts: Turnstile;
	/** Module that a pod's process runs; see entry.ts. */
	readonly entry: string;
	/** See ProcessOptions. */
	readonly compileCache: string;
	/** The first restart back-off; it doubles with each crash, up to {@link MAX_BACKOFF_MS}. */
	readonly crashBackoffMs: number;
	/** Something happened that no write to the store tells, such as a first failed probe. */
	readonly progressed: () => void;
	/** Takes what should not have happened. */
	readonly onError: (error: unknown) => void;
};

/** As in the kubelet: five minutes between restarts at most, and all is forgiven after twice that. */
export const MAX_BACKOFF_MS = 300_000;
