import type { Timed } from "../../../cli/recording.ts";
import {
	type Mark,
	recordMark,
	type Timeline,
} from "../../../render/timeline.ts";
import { changesOf, type HealthChange } from "../changes.ts";
import { type HealthFact, type PodKey, podKey, podOf } from "../facts.ts";
import { type AskedServices, checksOf } from "../report.ts";
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
	/** Of each pod by service: one for each row. */
	readonly timelines: ReadonlyMap<PodKey, ReadonlyMap<string, Timeline>>;
	/** The API server's stream of pods: not complete yet, up to date, or broken for now. */
	readonly pods: "listing" | "following" | "interrupted";
	readonly lastChange: HealthChange | undefined;
	/** Time of the last fact, in milliseconds since the run began. */
	readonly atMs: number;
};

type Timelines = Map<PodKey, ReadonlyMap<string, Timeline>>;

/** A model that its one owner takes facts into; a screen shows copies. */
type OwnModel = {
	readonly state: OwnState;
	readonly timelines: Timelines;
	pods: LiveModel["pods"];
	lastChange: LiveModel["lastChange"];
	atMs: number;
};

/** A model without pods. */
export function newModel(): OwnModel {
	return {
		state: newState(),
		timelines: new Map(),
		pods: "listing",
		lastChange: undefined,
		atMs: 0,
	};
}

/** The model as it is now. */
export function copyOf({ state, timelines, ...rest }: OwnModel): LiveModel {
	return {
		...rest,
		state: { ...state, pods: new Map(state.pods) },
		timelines: new Map(timelines),
	};
}

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

/** Takes in one more fact, seen `atMs` after the start. */
export function takeSeen(
	model: OwnModel,
	{ fact, atMs }: Timed<HealthFact>,
	services: AskedServices,
	startMs: number,
): void {
	const time = new Date(startMs + atMs).toISOString();
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

/** Marks the rows of one pod, where a fact was about one, and forgets those that it has no more. */
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
		case NO_STATUS:
			return { letter: "·", tone: "dim" };
		default:
			return { letter: "?", tone: "warn" };
	}
}
