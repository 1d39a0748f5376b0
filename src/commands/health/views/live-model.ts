import {
	type Mark,
	recordMark,
	type Timeline,
} from "../../../render/charts/timeline.ts";
import { changeOf, type HealthChange } from "../changes.ts";
import type { HealthFact } from "../facts.ts";
import {
	type AskedServices,
	type HealthReport,
	healthReport,
} from "../report.ts";
import { applyFact, type HealthState, NO_PODS } from "../state.ts";
import { type HealthRow, rowsOf } from "./rows.ts";

/** What the live screen shows: the state, each row's past, and the last change in words. */
export type LiveModel = {
	readonly state: HealthState;
	/** By {@link rowKey}. */
	readonly timelines: ReadonlyMap<string, Timeline>;
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
	return `${pod.namespace}/${pod.name} ${check.service}`;
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
		timelines:
			change === undefined && fact.kind !== "connected"
				? model.timelines
				: markRows(model.timelines, healthReport(state, services), atMs),
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

function markRows(
	before: ReadonlyMap<string, Timeline>,
	report: HealthReport,
	atMs: number,
): ReadonlyMap<string, Timeline> {
	return new Map(
		rowsOf(report).map((row) => {
			const key = rowKey(row);
			return [
				key,
				recordMark(before.get(key) ?? [], atMs, markOf(row.check.status)),
			];
		}),
	);
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
