import type { Finding } from "../../../findings/finding.ts";
import { podWords } from "../../../kubernetes/pod-words.ts";
import type { HealthState, PodState, ServiceState } from "../state.ts";
import { answerWord, isUnknownService, NO_STATUS } from "../unknown-service.ts";
import { forServices } from "./service-names.ts";

/** How many pods say each word. */
type Counts = ReadonlyMap<string, number>;

/** What the replicas of one workload say. They are counted once, not compared pair by pair. */
export type Replicas = {
	/** Number of replicas that are compared. */
	readonly pods: number;
	/** By service. */
	readonly answers: ReadonlyMap<string, Counts>;
	readonly transports: Counts;
};

/** Returns a function that gives what the replicas of a pod's workload say; undefined if none of them can be compared. */
export function countReplicas(
	state: HealthState["pods"],
): (pod: PodState) => Replicas | undefined {
	const compared = [...state.values()].filter(isComparable);
	const groups = Map.groupBy(compared, workloadKey);
	const counted = new Map(
		[...groups].map(([key, pods]) => [key, replicasOf(pods)]),
	);
	return (pod) => counted.get(workloadKey(pod));
}

/** Returns a key for the workload of a pod, including its namespace. */
export const workloadKey = ({ target: { pod } }: PodState): string =>
	`${pod.namespace}/${pod.workload}`;

function replicasOf(pods: readonly PodState[]): Replicas {
	const answers = new Map<string, Map<string, number>>();
	const transports = new Map<string, number>();
	for (const pod of pods) {
		for (const state of pod.services.values()) {
			const counts = answers.get(state.service) ?? new Map<string, number>();
			answers.set(state.service, counts);
			countOne(counts, comparedWord(state));
		}
		countOne(transports, transportWord(pod));
	}
	return { pods: pods.length, answers, transports };
}

function countOne(counts: Map<string, number>, word: string): void {
	counts.set(word, (counts.get(word) ?? 0) + 1);
}

/** Returns the findings about a replica that answers differently from its siblings: KG106. */
export function siblingFindings(
	pod: PodState,
	asked: readonly ServiceState[],
	replicas: Replicas | undefined,
): Finding[] {
	if (replicas === undefined || !isComparable(pod)) return [];
	const siblings = replicas.pods - 1;
	return [
		...oddAnswers(pod, asked, replicas, siblings),
		...oddTransport(pod, replicas, siblings),
	];
}

/** Whether a pod is compared. Pods that come and go differ from the rest for a good reason. */
function isComparable(pod: PodState): boolean {
	return !pod.target.pod.terminating && pod.connection.kind === "connected";
}

function oddAnswers(
	pod: PodState,
	asked: readonly ServiceState[],
	{ answers }: Replicas,
	siblings: number,
): Finding[] {
	const odd = asked.flatMap((state) => {
		const { service } = state;
		const own = comparedWord(state);
		// Of two replicas, the one that serves is not the odd one.
		if (siblings === 1 && own === "SERVING") return [];
		const common = agreedByOthers(answers.get(service), own, siblings);
		return common === undefined ? [] : [{ service, own, common }];
	});
	const groups = Map.groupBy(odd, ({ own, common }) => `${own} ${common}`);
	return [...groups.values()].flatMap((group) => {
		const [first] = group;
		if (first === undefined) return [];
		const those = forServices(group.map(({ service }) => service));
		return [
			disagreement(
				pod,
				`${answerPhrase(first.own, "one")}${those} where ${siblingsText(first.common, siblings, answerPhrase)}.`,
			),
		];
	});
}

function oddTransport(
	pod: PodState,
	{ transports }: Replicas,
	siblings: number,
): Finding[] {
	const own = transportWord(pod);
	const common = agreedByOthers(transports, own, siblings);
	if (common === undefined) return [];
	return [
		disagreement(
			pod,
			`${transportPhrase(own, "one")} where ${siblingsText(common, siblings, transportPhrase)}.`,
		),
	];
}

function disagreement({ target }: PodState, message: string): Finding {
	return {
		code: "KG106",
		severity: "warning",
		message,
		fix: `compare its image, node and events with a sibling's: kubectl describe pod ${podWords(target.pod)}`,
	};
}

type Phrase = (word: string, pods: "one" | "several") => string;

const siblingsText = (word: string, siblings: number, say: Phrase): string =>
	siblings === 1
		? `its sibling ${say(word, "one")}`
		: `its ${siblings} siblings ${say(word, "several")}`;

const verb = (stem: string, pods: "one" | "several"): string =>
	pods === "one" ? `${stem}s` : stem;

const transportPhrase: Phrase = (word, pods) =>
	`${verb("speak", pods)} ${word}`;

const answerPhrase: Phrase = (word, pods) =>
	word === NO_STATUS
		? `${verb("keep", pods)} no health status`
		: `${verb("answer", pods)} ${word}`;

/** Returns the word that all siblings say and the pod does not; undefined if they do not agree, or say the same as the pod. */
function agreedByOthers(
	counts: Counts | undefined,
	own: string,
	siblings: number,
): string | undefined {
	const others = [...(counts ?? [])].filter(([word]) => word !== own);
	return others.find(([, pods]) => pods === siblings)?.[0];
}

/** Returns the word by which replicas are compared. Replicas that do not know a service agree, whether Watch or Check was asked. */
const comparedWord = (state: ServiceState): string =>
	isUnknownService(state) ? NO_STATUS : answerWord(state);

function transportWord({ connection }: PodState): string {
	const isTls =
		connection.kind === "connected" && connection.transport.kind === "tls";
	return isTls ? "TLS" : "plaintext";
}
