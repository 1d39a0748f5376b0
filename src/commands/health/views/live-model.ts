import { type PodKey, podKey } from "../../../cli/pod-name.ts";
import type { Timed } from "../../../cli/recording.ts";
import {
	type Mark,
	recordMark,
	type Timeline,
} from "../../../render/timeline.ts";
import { changesOf } from "../changes.ts";
import { checksOf } from "../checks.ts";
import { type HealthFact, podOf } from "../facts.ts";
import type { HealthChange } from "../health-change.ts";
import type { AskedServices } from "../questions.ts";
import {
	type HealthState,
	newState,
	type OwnState,
	takeFact,
} from "../state.ts";
import { NO_STATUS } from "../unknown-service.ts";
import type { HealthRow } from "./rows.ts";

/** What the live screen shows: the state, each row's past, and the last change in words. */
export type LiveModel = {
	readonly state: HealthState;
	/** By pod and service: one for each row. */
	readonly timelines: ReadonlyMap<PodKey, ReadonlyMap<string, Timeline>>;
	/** The API server's stream of pods: not complete yet, up to date, or broken for now. */
	readonly pods: "listing" | "following" | "interrupted";
	readonly lastChange: HealthChange | undefined;
	/** Time of the last fact, in milliseconds since the run began. */
	readonly atMs: number;
};

type Timelines = Map<PodKey, ReadonlyMap<string, Timeline>>;

/** A model into which its one owner takes facts. The screen shows copies. */
type OwnModel = {
	readonly state: OwnState;
	readonly timelines: Timelines;
	pods: LiveModel["pods"];
	lastChange: LiveModel["lastChange"];
	atMs: number;
};

/** Returns a model without pods. */
export function newModel(): OwnModel {
	return {
		state: newState(),
		timelines: new Map(),
		pods: "listing",
		lastChange: undefined,
		atMs: 0,
	};
}

/** Returns a copy of the model as it is now. */
export function copyOf({ state, timelines, ...rest }: OwnModel): LiveModel {
	return {
		...rest,
		state: { ...state, pods: new Map(state.pods) },
		timelines: new Map(timelines),
	};
}

/** Returns a row's identity, which does not depend on its status. */
export function rowKey({ pod, check }: HealthRow): string {
	return `${podKey(pod)} ${check.service}`;
}

/** Returns the past of a row. */
export function timelineOf(
	{ timelines }: LiveModel,
	{ pod, check }: HealthRow,
): Timeline {
	return timelines.get(podKey(pod))?.get(check.service) ?? [];
}

/** Takes one more fact into a model. @param timeMs when it was seen, in milliseconds since the epoch */
export function takeSeen(
	model: OwnModel,
	{ fact, atMs }: Timed<HealthFact>,
	services: AskedServices,
	timeMs: number,
): void {
	const time = new Date(timeMs).toISOString();
	const [change] = changesOf(model.state, fact, time, services);
	model.lastChange = change ?? model.lastChange;
	takeFact(model.state, fact);
	model.atMs = atMs;
	model.pods = podsAfter(model.pods, fact);
	markPod(model, podOf(fact), services);
}

function podsAfter(
	before: LiveModel["pods"],
	fact: HealthFact,
): LiveModel["pods"] {
	if (fact.kind === "targets-complete") return "following";
	return fact.kind === "targets-interrupted" ? "interrupted" : before;
}

/** Marks the rows of the pod that a fact was about, and drops the timelines of rows that it no longer has. */
function markPod(
	{ state, timelines, atMs }: OwnModel,
	pod: PodKey | undefined,
	services: AskedServices,
): void {
	if (pod === undefined) return;
	const now = state.pods.get(pod);
	if (now === undefined) {
		timelines.delete(pod);
		return;
	}
	const past = timelines.get(pod);
	const marked = checksOf(now, services).map(({ service, status }) => {
		const timeline = past?.get(service) ?? [];
		return [service, recordMark(timeline, atMs, markOf(status))] as const;
	});
	timelines.set(pod, new Map(marked));
}

/** Returns the letter and tone of a status, so that a timeline can be read without colour. */
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
		case NO_STATUS:
			return { letter: "·", tone: "dim" };
		default:
			return { letter: "?", tone: "warn" };
	}
}
