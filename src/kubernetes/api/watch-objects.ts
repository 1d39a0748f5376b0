import { pause } from "../../abort.ts";
import { PluginError, toPluginError } from "../../errors.ts";
import type { ObjectReader, WatchEvent } from "../api.ts";
import type { Cluster } from "../cluster.ts";
import { followChanges, type WatchPosition } from "./follow-changes.ts";
import { applyList, type KnownObjects, toldBy } from "./known-objects.ts";
import { isExpired, listObjects } from "./list-objects.ts";
import type { ReadOptions } from "./read-object.ts";
import { isPassing } from "./retry.ts";

/** Milliseconds of the first and of the longest pause before a lost watch is taken up again. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** What a server asks for beyond this is not waited for; a timer takes 24 days, and is over at once with more. */
const LONGEST_ASKED_MS = 5 * 60_000;
/** A watch that lasted so long was sound: the pauses start anew. */
const SOUND_AFTER_MS = 10_000;
/** A watch that ends in good order sooner than this was none. */
const HASTY_BELOW_MS = 1_000;
/** Refusals taken for those of an API server that is starting and has not read its roles yet, while an outage is being healed. */
const TOLERATED_REFUSALS = 5;

type WatchObjectsOptions = ReadOptions & { readonly before: "none" | "lost" };

type WatchState<T> = {
	readonly known: KnownObjects<T>;
	/** Undefined: all is to be listed (anew). */
	position: WatchPosition | undefined;
	/** `elsewhere`: by the watch that this one takes up. */
	synced: "never" | "elsewhere" | "once";
	/** In a row, without a sound watch between them. */
	failures: number;
};

/**
 * Lists, then watches, until the signal aborts. Trouble before the first `synced` is thrown, as is what cannot heal. Later trouble
 * is told as `interrupted`; then all is listed anew, the differences are told, and `synced` says that they are complete again.
 * One that takes up a lost one is in its later days from the start.
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
			// The version was compacted while we were away: nothing is wrong, unless it happens again and again.
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
		const list = await listObjects(cluster, toldBy(read), options);
		state.position = { resourceVersion: list.resourceVersion };
		yield* applyList(state.known, list.items);
		// A server that lets itself be asked has read its roles: what it refuses next, it refuses for good.
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
