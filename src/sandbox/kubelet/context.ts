import type { Turnstile } from "../../turnstile.ts";
import type { EventRecorder } from "../controllers/events.ts";
import type { Registry } from "../registry/registry.ts";
import type { Store } from "../store/store.ts";
import type { AddressPool } from "./network.ts";

/** What all pod workers share. */
export type KubeletContext = {
	readonly store: Store;
	readonly registry: Registry;
	readonly record: EventRecorder;
	readonly addresses: AddressPool;
	/** Limits how many processes start at a time. Without it, fifty pods on two cores would all become ready at the end. */
	readonly starts: Turnstile;
	/** The module that a pod's process runs; see entry.ts. */
	readonly entry: string;
	/** See ProcessOptions. */
	readonly compileCache: string;
	/** The first restart back-off. It doubles with each crash up to {@link MAX_BACKOFF_MS}. */
	readonly crashBackoffMs: number;
	/** Reports progress that is not in the store, such as a first failed probe. */
	readonly progressed: () => void;
	/** Receives unexpected errors. */
	readonly onError: (error: unknown) => void;
};

/** The kubelet's longest back-off. A container that runs for twice this time starts with the first back-off again. */
export const MAX_BACKOFF_MS = 300_000;
