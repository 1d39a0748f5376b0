import { namespacePrefixes, podsText } from "../../../cli/pod-name.ts";
import { formatDuration } from "../../../render/duration.ts";
import {
	counted,
	firstNames,
	NAMED_PODS,
	shortenPodName,
} from "../../../render/prose.ts";
import { bad, dim, good, type StyledText } from "../../../render/span.ts";
import { textLines } from "../../../render/text-lines.ts";
import type { AnswerGroup, ToldGroup } from "../compare.ts";
import { detailsLines } from "./details.ts";

/** The number of messages of a group that are shown. -o json has all of them. */
const SHOWN_MESSAGES = 10;

/** Whether the answers of all pods are compared, or those that came before an interruption. */
export type Answers = "all" | "those-so-far";

/**
 * Returns the lines of a comparison: for each group a heading and what its pods answered, then the number of different answers.
 */
export function comparisonLines(
	told: readonly ToldGroup[],
	which: Answers,
): readonly StyledText[] {
	const groups = told.map(({ group }) => group);
	const statusWidth = Math.max(...groups.map(({ status }) => status.length));
	const podsWidth = Math.max(
		...groups.map(({ pods }) => podsText(pods).length),
	);
	const nameOf = podNamer(groups);
	return [
		...told.flatMap((one) =>
			groupLines(one, { statusWidth, podsWidth, nameOf }),
		),
		"",
		which === "all" ? verdict(groups) : interruption(groups),
	];
}

type AnsweringPod = AnswerGroup["pods"][number];

/**
 * Returns a function that gives the short name of a pod. If the pods are in several namespaces, the name begins with the namespace.
 */
function podNamer(
	groups: readonly AnswerGroup[],
): (pod: AnsweringPod) => string {
	const prefix = namespacePrefixes(groups.flatMap(({ pods }) => pods));
	return (pod) => `${prefix(pod)}${shortenPodName(pod.name)}`;
}

function verdict(groups: readonly AnswerGroup[]): StyledText {
	const pods = groups.flatMap((group) => group.pods);
	const answering = pods.filter(hasAnswered);
	if (answering.length === 0) return bad(`no answer from ${podsText(pods)}`);
	const answers = groups.filter((group) => group.pods.some(hasAnswered)).length;
	const left = pods.filter(isLeftOut).length;
	const missed = pods.length - answering.length - left;
	const from = podsText(answering);
	return [
		answers === 1
			? good(`the same answer from ${from}`)
			: bad(`${answers} different answers from ${from}`),
		...(missed > 0 ? [", ", bad(`${missed} not called`)] : []),
		...(left > 0 ? [`, ${left} terminating or ended`] : []),
	];
}

function hasAnswered({ latencyMs }: AnsweringPod): boolean {
	return latencyMs !== null;
}

function interruption(groups: readonly AnswerGroup[]): string {
	const pods = groups.flatMap((group) => group.pods);
	return `interrupted: ${podsText(pods)} had sent something by then`;
}

/** Returns whether a pod was not called and was not expected to serve. */
function isLeftOut(pod: AnsweringPod): boolean {
	return !pod.counted && !hasAnswered(pod);
}

function groupLines(
	{ group, details }: ToldGroup,
	{
		statusWidth,
		podsWidth,
		nameOf,
	}: {
		readonly statusWidth: number;
		readonly podsWidth: number;
		readonly nameOf: (pod: AnsweringPod) => string;
	},
): readonly StyledText[] {
	const { status, message, hint, messages, pods } = group;
	const failed = pods.every(isLeftOut) ? dim : bad;
	const tone = status === "OK" ? good : failed;
	const latencies = pods.flatMap(({ latencyMs }) =>
		latencyMs === null ? [] : [latencyMs],
	);
	return [
		[
			tone(status.padEnd(statusWidth)),
			`   ${podsText(pods).padEnd(podsWidth)}`,
			`   ${latencyText(latencies)}`,
			dim(`   ${firstNames(pods.map(nameOf), NAMED_PODS)}`),
		],
		...(message === ""
			? []
			: textLines(message, "in -o json").map((line) => `  ${line}`)),
		...detailsLines(details, group.details),
		...hint.map((line) => dim(`    ${line}`)),
		...messages
			.slice(0, SHOWN_MESSAGES)
			.map((one): StyledText => `  ${JSON.stringify(one)}`),
		...(messages.length > SHOWN_MESSAGES
			? [
					dim(
						`  … ${counted(messages.length - SHOWN_MESSAGES, "message")} more`,
					),
				]
			: []),
	];
}

function latencyText(latenciesMs: readonly number[]): string {
	const sorted = latenciesMs.toSorted((a, b) => a - b);
	const median = sorted[Math.floor((sorted.length - 1) / 2)];
	if (median === undefined) return "-";
	return sorted.length === 1
		? formatDuration(median)
		: `p50 ${formatDuration(median)}`;
}
