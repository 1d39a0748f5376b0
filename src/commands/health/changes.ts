import { isAddress } from "../../cli/endpoint-target.ts";
import { API_VERSION } from "../../cli/structured.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import { isAskedFor } from "./checks.ts";
import {
	type HealthFact,
	type PodKey,
	podKey,
	type TargetWithoutPods,
} from "./facts.ts";
import type { AskedServices } from "./questions.ts";
import {
	type HealthState,
	isStale,
	type PodState,
	type ServiceState,
	withAnswer,
} from "./state.ts";
import { statusWord } from "./unknown-service.ts";

/** One change that `--watch` reports, as a line of text or of JSON. */
export type HealthChange = {
	readonly apiVersion: typeof API_VERSION;
	readonly kind: "HealthChange";
	/** ISO 8601. */
	readonly time: string;
	/**
	 * `pod`: the pod has appeared, is gone, or its status in Kubernetes or the reason why it does not run has changed. `target`: the
	 * target has no pods, or has had too few for some seconds (`missing`), or has all of them again after that (`complete`). `watch`:
	 * pods are not followed for now (`interrupted`), because the API server's stream broke or a target is no longer valid, or they
	 * are followed again (`following`).
	 */
	readonly about: "health" | "connection" | "pod" | "target" | "watch";
	readonly namespace: string | null;
	readonly pod: string | null;
	readonly service: string | null;
	readonly from: string | null;
	readonly to: string;
	readonly askedBy?: "watch" | "poll" | "check";
	readonly message?: string;
};

type Change = Omit<HealthChange, "apiVersion" | "kind" | "time">;

/**
 * Returns the changes that a fact makes to the state before it, its own change first. Returns none for a fact that need not be
 * reported, such as a stale one.
 */
export function changesOf(
	before: HealthState,
	fact: HealthFact,
	time: string,
	asked: AskedServices,
): readonly HealthChange[] {
	if (isStale(before, fact)) return [];
	const changes =
		fact.kind === "answer"
			? answerChanges(before.pods.get(fact.pod), fact, asked)
			: otherChanges(before, fact);
	return changes.map((change) => ({
		apiVersion: API_VERSION,
		kind: "HealthChange",
		time,
		...change,
	}));
}

type AnswerFact = Extract<HealthFact, { kind: "answer" }>;

function otherChanges(
	before: HealthState,
	fact: Exclude<HealthFact, AnswerFact>,
): readonly Change[] {
	const change = otherChange(before, fact);
	return [
		...(change === undefined ? [] : [change]),
		...(fact.kind === "targets-without-pods"
			? completeChanges(before, fact.targets)
			: []),
	];
}

function otherChange(
	before: HealthState,
	fact: Exclude<HealthFact, AnswerFact>,
): Change | undefined {
	switch (fact.kind) {
		case "target":
			return targetChange(
				before.pods.get(podKey(fact.target.pod)),
				fact.target,
			);
		case "target-gone":
			return {
				...podChange(fact.pod),
				from: kubernetesView(before.pods.get(fact.pod)?.target),
				to: "gone",
			};
		case "unreachable":
		case "disconnected":
			return {
				...podChange(fact.pod),
				about: "connection",
				from: connectionWord(before.pods.get(fact.pod)),
				to: "UNREACHABLE",
				message: fact.failure.message,
			};
		case "targets-without-pods":
			return lackingChange(before.targetsWithoutPods, fact.targets);
		case "target-short":
			return shortChange(before, fact.origin);
		case "targets-interrupted":
			return interruptedChange(before, fact.failure.message);
		case "targets-complete":
			return before.interruption === undefined
				? undefined
				: { ...NO_POD, about: "watch", from: "interrupted", to: "following" };
		case "connected":
		case "services":
		case "services-unknown":
		case "time-up":
			return undefined;
	}
}

const NO_POD = { namespace: null, pod: null, service: null } as const;

/** Returns one change for an outage, not one for each attempt to end it. */
function interruptedChange(
	{ interruption }: HealthState,
	message: string,
): Change | undefined {
	if (message === interruption) return undefined;
	return { ...NO_POD, about: "watch", from: null, to: "interrupted", message };
}

function podChange(pod: PodKey): Change {
	const slash = pod.indexOf("/");
	return {
		about: "pod",
		namespace: pod.slice(0, slash),
		pod: pod.slice(slash + 1),
		service: null,
		from: null,
		to: "",
	};
}

function targetChange(
	before: PodState | undefined,
	target: PodTarget,
): Change | undefined {
	const to = kubernetesView(target);
	if (to === null) return undefined;
	const from = kubernetesView(before?.target);
	const replaced =
		before !== undefined && before.target.pod.uid !== target.pod.uid;
	const why = target.pod.trouble?.message;
	const isKnown =
		why === undefined || why === before?.target.pod.trouble?.message;
	if (from === to && isKnown && !replaced) return undefined;
	return {
		...podChange(podKey(target.pod)),
		from: replaced ? "gone" : from,
		to,
		...(why === undefined ? {} : { message: why }),
	};
}

/**
 * Returns no change if all targets have pods again, or if only the hints differ: they name what exists in place of a missing name,
 * and that comes and goes.
 */
function lackingChange(
	before: readonly TargetWithoutPods[],
	now: readonly TargetWithoutPods[],
): Change | undefined {
	const message = whyLacking(now);
	if (message === "" || message === whyLacking(before)) return undefined;
	return { ...NO_POD, about: "target", from: null, to: "missing", message };
}

function shortChange(
	{ short, targetsWithoutPods }: HealthState,
	origin: string,
): Change | undefined {
	const target = targetsWithoutPods.find((one) => one.origin === origin);
	if (target?.pods === undefined || short.has(origin)) return undefined;
	const { message } = target;
	return { ...NO_POD, about: "target", from: null, to: "missing", message };
}

/** Returns a change for each target that was reported to have too few pods and now has all of them. */
function completeChanges(
	{ short }: HealthState,
	now: readonly TargetWithoutPods[],
): readonly Change[] {
	const lacking = new Set(now.map(({ origin }) => origin));
	return [...short]
		.filter((origin) => !lacking.has(origin))
		.map((origin) => ({
			...NO_POD,
			about: "target",
			from: "missing",
			to: "complete",
			message: `${origin} has all its pods again`,
		}));
}

/**
 * Joins the reasons of the targets without any pods. Targets with too few are left out: in a rollout each deleted pod leaves its
 * target short for a moment, and has its own line. A shortage that lasts is reported later.
 */
const whyLacking = (targets: readonly TargetWithoutPods[]): string =>
	targets
		.filter(({ pods }) => pods === undefined)
		.map(({ message }) => message)
		.join("; ");

/**
 * Returns what kubectl's READY and STATUS columns say, such as `1/1 Running`. Null for an address, which Kubernetes does not know.
 */
function kubernetesView(target: PodTarget | undefined): string | null {
	if (target === undefined || isAddress(target.pod)) return null;
	const { readyContainers, totalContainers, status } = target.pod;
	return `${readyContainers}/${totalContainers} ${status}`;
}

function connectionWord(pod: PodState | undefined): string | null {
	if (pod === undefined || pod.connection.kind === "pending") return null;
	return pod.connection.kind === "connected" ? "connected" : "UNREACHABLE";
}

/**
 * Returns the changes that an answer makes. An answer for the whole server can also change the status of other services: it decides
 * whether a service without a health status is NO_STATUS.
 */
function answerChanges(
	before: PodState | undefined,
	fact: AnswerFact,
	asked: AskedServices,
): readonly Change[] {
	if (before === undefined) return [];
	const after = withAnswer(before, fact);
	const services =
		fact.service === ""
			? new Set(["", ...after.services.keys()])
			: [fact.service];
	return [...services].flatMap((service) => {
		const now = after.services.get(service);
		if (now === undefined || !isAskedFor(after, asked, service)) return [];
		const last = before.services.get(service);
		const from =
			last === undefined ? null : statusWord(before, asked.kind, last);
		const to = statusWord(after, asked.kind, now);
		return from === to ? [] : [answerChange(fact.pod, now, from, to)];
	});
}

function answerChange(
	pod: PodKey,
	{ service, askedBy, answer }: ServiceState,
	from: string | null,
	to: string,
): Change {
	const message =
		answer.kind === "failed" && answer.message !== ""
			? { message: answer.message }
			: {};
	return {
		...podChange(pod),
		about: "health",
		service,
		from,
		to,
		askedBy,
		...message,
	};
}
