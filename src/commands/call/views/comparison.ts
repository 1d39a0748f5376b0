import { formatDuration } from "../../../render/duration.ts";
import { counted, shortenPodName } from "../../../render/prose.ts";
import { bad, dim, good, type StyledText } from "../../../render/span.ts";
import type { AnswerGroup, CallComparison } from "../compare.ts";

/** Messages of a group that are shown; -o json has all. */
const SHOWN_MESSAGES = 10;

/** Whether the answers of all pods are compared, or those that came before an interruption. */
export type Answers = "all" | "those-so-far";

/** The answers side by side: a head a group, then what its pods answered, then how many answers there were. */
export function comparisonLines(
	{ groups }: CallComparison,
	which: Answers,
): readonly StyledText[] {
	const statusWidth = Math.max(...groups.map(({ status }) => status.length));
	const podsWidth = Math.max(
		...groups.map(({ pods }) => counted(pods.length, "pod").length),
	);
	const pods = groups.reduce((sum, group) => sum + group.pods.length, 0);
	return [
		...groups.flatMap((group) => groupLines(group, statusWidth, podsWidth)),
		"",
		which === "all"
			? verdict(groups, counted(pods, "pod"))
			: `interrupted: ${counted(pods, "pod")} had sent something by then`,
	];
}

function verdict(groups: readonly AnswerGroup[], pods: string): StyledText {
	const wasCalled = groups.some((group) =>
		group.pods.some(({ latencyMs }) => latencyMs !== null),
	);
	if (!wasCalled) return bad(`no answer from ${pods}`);
	return groups.length === 1
		? good(`the same answer from ${pods}`)
		: bad(`${groups.length} different answers from ${pods}`);
}

function groupLines(
	group: AnswerGroup,
	statusWidth: number,
	podsWidth: number,
): readonly StyledText[] {
	const { status, message, hint, messages, pods } = group;
	const tone = status === "OK" ? good : bad;
	const latencies = pods.flatMap(({ latencyMs }) =>
		latencyMs === null ? [] : [latencyMs],
	);
	return [
		[
			tone(status.padEnd(statusWidth)),
			`   ${counted(pods.length, "pod").padEnd(podsWidth)}`,
			`   ${latencyText(latencies)}`,
			dim(`   ${pods.map(({ name }) => shortenPodName(name)).join(" ")}`),
		],
		...(message === "" ? [] : [`  ${message}`]),
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
