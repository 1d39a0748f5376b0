import { areInSeveralNamespaces, podsText } from "../../../cli/pod-name.ts";
import { failedPods } from "../../../cli/several-pods.ts";
import { withoutPodName } from "../../../cli/without-pod-name.ts";
import { formatDuration } from "../../../render/duration.ts";
import { lineWidth, type Page, printLines } from "../../../render/page.ts";
import { counted, formatCount } from "../../../render/prose.ts";
import { bad, dim, good, type StyledText } from "../../../render/span.ts";
import { type Column, printTable } from "../../../render/table.ts";
import { textLines } from "../../../render/text-lines.ts";
import { wrap } from "../../../render/wrap.ts";
import type {
	CallStatistics,
	LatencySummary,
	PodStatistics,
} from "../repeat/report.ts";

/** A row of the table: the calls of one pod that ended with one status. */
type Row = {
	readonly pod: PodStatistics;
	readonly status: string;
	readonly calls: number;
	readonly latencyMs: LatencySummary | null;
};

/** The number of different failures whose messages are shown. */
const SHOWN_FAILURES = 5;
/**
 * The spaces between columns. One fewer than in other tables, so that seven columns with a pod's name and a status fit into 80.
 */
const GAP = 2;

type StatisticsView = {
	readonly page: Page;
	readonly headers: "shown" | "hidden";
};

/** Returns the statistics as text: a row for each status of a pod, the messages of failures, and the sum. */
export function printStatistics(
	statistics: CallStatistics,
	view: StatisticsView,
): string {
	const rows = statistics.pods.flatMap(rowsOf);
	const table = printTable(columnsFor(statistics), rows, view.page, {
		headers: view.headers,
		gap: GAP,
	});
	const failures = failureLines(statistics).flatMap((line) =>
		wrap(line, lineWidth(view.page)),
	);
	const below = [
		...(failures.length > 0 ? ["", ...failures] : []),
		"",
		sumLine(statistics),
	];
	return table + printLines(below, view.page);
}

function rowsOf(pod: PodStatistics): readonly Row[] {
	const rows = pod.statuses.map(
		({ name, calls, latencyMs }): Row => ({
			pod,
			status: name,
			calls,
			latencyMs,
		}),
	);
	if (rows.length > 0) return rows;
	const status = pod.unreachable === null ? "-" : "UNREACHABLE";
	return [{ pod, status, calls: 0, latencyMs: null }];
}

const column = (
	title: string,
	value: (row: Row) => StyledText,
): Column<Row> => ({ title, value, align: "right" });

const latency = (title: string, of: keyof LatencySummary): Column<Row> =>
	column(title, ({ latencyMs }) =>
		latencyMs === null ? "-" : formatDuration(latencyMs[of]),
	);

const NAMESPACE: Column<Row> = {
	title: "NAMESPACE",
	value: ({ pod }) => pod.namespace,
};

function columnsFor({ pods }: CallStatistics): readonly Column<Row>[] {
	const isCluster = pods.some(({ namespace }) => namespace !== "");
	return [
		...(areInSeveralNamespaces(pods) ? [NAMESPACE] : []),
		{ title: isCluster ? "POD" : "ADDRESS", value: ({ pod }) => pod.name },
		{ title: "STATUS", value: ({ status }) => toned(status) },
		column("CALLS", ({ calls }) => formatCount(calls)),
		latency("P50", "p50"),
		latency("P90", "p90"),
		latency("P99", "p99"),
		latency("MAX", "max"),
	];
}

function toned(status: string): StyledText {
	switch (status) {
		case "OK":
			return good(status);
		case "-":
			return dim(status);
		default:
			return bad(status);
	}
}

/** Returns the different messages of failures, and why pods were not reached, with what to do about it. */
function failureLines({ pods }: CallStatistics): StyledText[] {
	const failures = pods.flatMap(({ statuses }) =>
		statuses
			.filter(({ code, message }) => code !== 0 && message !== "")
			.map(({ name, message }) => `${name}: ${message}`),
	);
	const byReason = Map.groupBy(pods, reasonOf);
	const away = [...byReason].flatMap(([reason, alike]) =>
		reason === null
			? []
			: [
					[
						`UNREACHABLE: ${reasonText(reason, alike)}`,
						...(alike[0]?.hint ?? []).map((line) => dim(`  ${line}`)),
					],
				],
	);
	const all = [...new Set(failures)].map((failure): StyledText[] => {
		const [first, ...more] = textLines(failure, "in -o json");
		return [first, ...more.map((line) => `  ${line}`)];
	});
	const told = [...all, ...away];
	const more = told.length - SHOWN_FAILURES;
	return [
		...told.slice(0, SHOWN_FAILURES).flat(),
		...(more > 0 ? [dim(`… ${more} more, in -o json`)] : []),
	];
}

const reasonOf = (pod: PodStatistics): string | null =>
	pod.unreachable === null ? null : withoutPodName(pod.unreachable, pod);

/** The rows of the table show which pods. */
const reasonText = (reason: string, pods: readonly PodStatistics[]): string =>
	pods.length === 1 ? reason : `${reason} (${podsText(pods)})`;

function sumLine(statistics: CallStatistics): StyledText {
	const { calls, statuses, pods } = statistics;
	const unreached = pods.filter(({ unreachable }) => unreachable !== null);
	const missed = failedPods(unreached, calls > 0 ? "some" : "none");
	const over = unreached.filter((pod) => !missed.includes(pod));
	const left = [
		...(missed.length > 0 ? [`${podsText(missed)} not reached`] : []),
		...(over.length > 0 ? [`${podsText(over)} terminating or ended`] : []),
	];
	const ended = statuses.map(
		({ name, calls: many }) => `${name} ${formatCount(many)}`,
	);
	const allOk = missed.length === 0 && statuses.every(({ code }) => code === 0);
	const outcome = [...ended, ...left].join(", ");
	const figures = calls === 0 ? "no calls" : figuresText(statistics);
	return outcome === ""
		? figures
		: [figures, ": ", (allOk ? good : bad)(outcome)];
}

function figuresText({
	calls,
	received,
	durationMs,
	callsPerSecond,
	statuses,
	pods,
}: CallStatistics): string {
	const ok = statuses.find(({ code }) => code === 0)?.latencyMs;
	return [
		`${counted(calls, "call")} in ${formatDuration(durationMs)}`,
		`${rateText(callsPerSecond)}/s`,
		...(received > calls ? [counted(received, "message")] : []),
		...(pods.length > 1 && ok !== undefined
			? [`p50 ${formatDuration(ok.p50)}`, `p99 ${formatDuration(ok.p99)}`]
			: []),
	].join(", ");
}

const rateText = (perSecond: number): string =>
	perSecond < 10 ? perSecond.toFixed(1) : formatCount(perSecond);
