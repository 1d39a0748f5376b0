import {
	type Mark,
	recordMark,
	type Timeline,
} from "../../../render/charts/timeline.ts";
import { changeOf, type HealthChange } from "../changes.ts";
import { type HealthFact, type PodKey, podKey, podOf } from "../facts.ts";
import { type AskedServices, checksOf } from "../report.ts";
import { applyFact, type HealthState, NO_PODS } from "../state.ts";
import type { HealthRow } from "./rows.ts";

/** What the live screen shows: the state, each row's past, and the last change in words. */
export type LiveModel = {
	readonly state: HealthState;
	/** Of each pod by service: one for each row. */
	readonly timelines: ReadonlyMap<PodKey, ReadonlyMap<string, Timeline>>;
	/** The API server's stream of pods: not complete yet, up to date, or broken for now. */
	readonly pods: "listing" | "following" | "interrupted";
	readonly lastChange: HealthChange | undefined;
	/** Time of the last fact, in milliseconds since the run began. */
	readonly atMs: number;
};

export const EMPTY_MODEL: LiveModel = {
	state: NO_PODS,
	timelines: new Map(),
	pods: "listing",
	lastChange: undefined,
	atMs: 0,
};

/** A row's identity, whatever it says. */
export function rowKey({ pod, check }: HealthRow): string {
	return `${podKey(pod)} ${check.service}`;
}

/** A row's past. */
export function timelineOf(
	{ timelines }: LiveModel,
	{ pod, check }: HealthRow,
): Timeline {
	return timelines.get(podKey(pod))?.get(check.service) ?? [];
}

/** The model after one more fact, seen `atMs` after the start. */
export function advance(
	model: LiveModel,
	fact: HealthFact,
	atMs: number,
	services: AskedServices,
	startMs: number,
): LiveModel {
	const state = applyFact(model.state, fact);
	const change = changeOf(
		model.state,
		fact,
		new Date(startMs + atMs).toISOString(),
	);
	return {
		state,
		atMs,
		timelines: markPod(model.timelines, podOf(fact), {
			state,
			services,
			atMs,
		}),
		pods: podsAfter(model.pods, fact),
		lastChange: change ?? model.lastChange,
	};
}

function podsAfter(
	before: LiveModel["pods"],
	fact: HealthFact,
): LiveModel["pods"] {
	if (fact.kind === "targets-complete") return "following";
	return fact.kind === "targets-interrupted" ? "interrupted" : before;
}

type Now = Pick<LiveModel, "state" | "atMs"> & {
	readonly services: AskedServices;
};

/** Marks the rows of one pod, where a fact was about one, and forgets those that it has no more. */
function markPod(
	before: LiveModel["timelines"],
	pod: PodKey | undefined,
	{ state, services, atMs }: Now,
): LiveModel["timelines"] {
	if (pod === undefined) return before;
	const after = new Map(before);
	const now = state.get(pod);
	if (now === undefined) {
		after.delete(pod);
		return after;
	}
	const past = before.get(pod);
	const marked = checksOf(now, services).map(({ service, status }) => {
		const timeline = past?.get(service) ?? [];
		return [service, recordMark(timeline, atMs, markOf(status))] as const;
	});
	return after.set(pod, new Map(marked));
}

/** A letter for a status, so that a timeline can be read without colour. */
export function markOf(status: string): Mark {
	switch (status) {
		case "SERVING":
			return { letter: "S", tone: "good" };
		case "NOT_SERVING":
			return { letter: "N", tone: "bad" };
		case "UNREACHABLE":
			return { letter: "x", tone: "bad" };
		case "CONNECTING":
		case "NOT_ASKED":
			return { letter: "·", tone: "dim" };
		default:
			return { letter: "?", tone: "warn" };
	}
}
