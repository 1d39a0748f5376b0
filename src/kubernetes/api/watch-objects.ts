import { pause } from "../../abort.ts";
import { PluginError, toPluginError } from "../../errors.ts";
import type { ObjectReader, WatchEvent } from "../api.ts";
import type { Cluster } from "../cluster.ts";
import { followChanges, type WatchPosition } from "./follow-changes.ts";
import { applyList, type KnownObjects, readReported } from "./known-objects.ts";
import { isExpired, listObjects } from "./list-objects.ts";
import type { ReadOptions } from "./read-object.ts";
import { isPassing } from "./retry.ts";

/** Milliseconds of the first and of the longest pause before a lost watch is resumed. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** Longest Retry-After that is followed, in milliseconds. A timer holds at most 24 days and fires at once for more. */
const LONGEST_ASKED_MS = 5 * 60_000;
/** Milliseconds after which a watch counts as sound, so that the pauses start anew. */
const SOUND_AFTER_MS = 10_000;
/** A watch that ends normally in less than this many milliseconds counts as failed. */
const HASTY_BELOW_MS = 1_000;
/**
 * Refusals that are tolerated after an outage, and attempts to renew the credentials. An API server that is starting may not have read
 * its roles yet, and an exec plugin may need a network that is away, or an answer that was mistyped.
 */
const TOLERATED_REFUSALS = 5;

type WatchObjectsOptions = ReadOptions & { readonly before: "none" | "lost" };

type WatchState<T> = {
	readonly known: KnownObjects<T>;
	/** Undefined: the objects are to be listed, again if they were before. */
	position: WatchPosition | undefined;
	/** `elsewhere`: by the watch that this one replaces. */
	synced: "never" | "elsewhere" | "once";
	/** Failures in a row, without a sound watch between them. */
	failures: number;
};

/**
 * Lists, then watches, until the signal aborts. Errors before the first `synced` are thrown, and so are errors that cannot heal. For
 * later errors it yields `interrupted`, lists again, yields the differences and then `synced`. With `before: "lost"`, errors are
 * handled as later ones from the start.
 * @throws PluginError
 */
export async function* watchObjects<T>(
	cluster: Cluster,
	read: ObjectReader<T>,
	options: WatchObjectsOptions,
): AsyncGenerator<WatchEvent<T>> {
	const { signal, before } = options;
	const state: WatchState<T> = {
		known: new Map(),
		position: undefined,
		...(before === "lost"
			? { synced: "elsewhere", failures: 1 }
			: { synced: "never", failures: 0 }),
	};
	while (!signal.aborted) {
		try {
			yield* watchRound(cluster, read, options, state);
		} catch (caught) {
			if (signal.aborted) return;
			const error = toPluginError(caught);
			state.position = undefined;
			state.failures += 1;
			// The version was compacted while the watch was away. That is no error unless it happens again and again.
			if (isExpired(error) && state.failures === 1) continue;
			if (!mayHeal(error, state)) throw error;
			const retryInMs = retryPauseMs(error, state.failures);
			yield { type: "interrupted", error, retryInMs };
			await pause(retryInMs, signal);
		}
	}
}

async function* watchRound<T>(
	cluster: Cluster,
	read: ObjectReader<T>,
	options: ReadOptions,
	state: WatchState<T>,
): AsyncGenerator<WatchEvent<T>> {
	if (state.position === undefined) {
		const list = await listObjects(cluster, readReported(read), options);
		state.position = { resourceVersion: list.resourceVersion };
		yield* applyList(state.known, list.items);
		// A server that answers a list has read its roles, so its next refusal is final.
		if (state.synced === "elsewhere") state.failures = 0;
		state.synced = "once";
		yield { type: "synced" };
	}
	const openedAt = performance.now();
	const lasted = () => performance.now() - openedAt;
	try {
		const { known, position } = state;
		yield* followChanges(cluster, read, options, { known, position });
	} finally {
		if (lasted() > SOUND_AFTER_MS) state.failures = 0;
	}
	if (lasted() < HASTY_BELOW_MS)
		throw new PluginError(
			"api-error",
			`the API server ${cluster.server} ends a watch as soon as it begins`,
			{ hint: ["a proxy on the way may not let answers stay open"] },
		);
}

function mayHeal(
	error: PluginError,
	{ synced, failures }: Pick<WatchState<unknown>, "synced" | "failures">,
): boolean {
	if (synced === "never") return false;
	switch (error.code) {
		case "unauthorized":
		case "forbidden":
			return failures > 1 && failures <= TOLERATED_REFUSALS;
		case "credentials":
			return failures <= TOLERATED_REFUSALS;
		case "api-unreachable":
			return true;
		case "api-error": {
			const status = error.facts["status"];
			return status === undefined || isExpired(error) || isPassing(error);
		}
		default:
			return isPassing(error);
	}
}

function retryPauseMs({ facts }: PluginError, failures: number): number {
	const grown = FIRST_PAUSE_MS * 2 ** (failures - 1) * (0.5 + Math.random());
	const asked = facts["retryAfterMs"];
	return Math.round(
		Math.max(
			Math.min(grown, LONGEST_PAUSE_MS),
			typeof asked === "number" ? Math.min(asked, LONGEST_ASKED_MS) : 0,
		),
	);
}
