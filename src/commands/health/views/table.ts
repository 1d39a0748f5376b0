import type { Scope } from "../../../cli/aim.ts";
import { namespacePrefixes, podsText } from "../../../cli/pod-name.ts";
import { podWords } from "../../../kubernetes/pod-words.ts";
import { type AboutFinding, layOutFindings } from "../../../render/findings.ts";
import { type Page, printLines } from "../../../render/page.ts";
import { counted, podNamerAmong } from "../../../render/prose.ts";
import { bad, good, type StyledText, warn } from "../../../render/span.ts";
import { printTable } from "../../../render/table.ts";
import { shellWord } from "../../../shell-word.ts";
import { lackingText } from "../lacking-text.ts";
import type { HealthReport, PodReport } from "../report.ts";
import { standingOf, type Verdict } from "../verdict.ts";
import { healthColumns } from "./columns.ts";
import { rowsOf } from "./rows.ts";

type TableView = {
	readonly page: Page;
	readonly layout: "table" | "wide";
	readonly headers: "shown" | "hidden";
	readonly scope: Scope;
	/** Milliseconds since the epoch, for ages. */
	readonly nowMs: number;
};

/** Returns the report for people: a table with one row for each check, the findings, and the verdict. */
export function printHealthTable(
	report: HealthReport,
	view: TableView,
): string {
	const rows = rowsOf(report);
	const table = printTable(healthColumns(rows, view), rows, view.page, view);
	const findings = layOutFindings(findingsOf(report), view.page);
	const below = [
		...(findings.length > 0 ? ["", ...findings] : []),
		"",
		verdictLine(report),
	];
	return table + printLines(below, view.page);
}

/** Returns the findings of a report, each with the pod that it is about. */
export function findingsOf({
	pods,
}: Pick<HealthReport, "pods">): readonly AboutFinding[] {
	const prefix = namespacePrefixes(pods);
	const nameOf = podNamerAmong(pods.map(({ name }) => name));
	return pods.flatMap((pod) =>
		pod.findings.map((finding) => ({
			subject: prefix(pod) + nameOf(pod.name),
			finding,
			ownWords: [podWords(pod), ...nodeWords(pod)],
		})),
	);
}

const nodeWords = ({ node }: PodReport): readonly string[] =>
	node === null ? [] : [`node ${shellWord(node)}`];

/** Returns the closing line: the verdict or the text given in its place, the figures, and what they leave out. */
export function verdictLine(
	{ summary, pods, targetsWithoutPods }: HealthReport,
	verdict: StyledText = verdictText(summary.verdict),
): StyledText {
	const left = pods.filter((pod) => !pod.counted);
	const terminating = left.filter((pod) => pod.terminating).length;
	const troubled = pods.filter(servesWithErrors).length;
	const notes = [
		...(troubled > 0 ? [`${troubled} with errors`] : []),
		...(terminating > 0 ? [`${counted(terminating, "pod")} terminating`] : []),
		...(left.length > terminating
			? [`${left.length - terminating} ended`]
			: []),
		...(targetsWithoutPods.length > 0 ? [lackingText(targetsWithoutPods)] : []),
	];
	const all = podsText(pods.filter((pod) => pod.counted));
	const figures = `${summary.serving} of ${all} serving`;
	return [verdict, `: ${[figures, ...notes].join(", ")}`];
}

/** Whether a pod serves but has a finding that makes calls fail, such as an expired certificate. */
function servesWithErrors(pod: PodReport): boolean {
	return (
		pod.counted &&
		standingOf(pod) === "serving" &&
		pod.findings.some(({ severity }) => severity === "error")
	);
}

function verdictText(verdict: Verdict): StyledText {
	switch (verdict) {
		case "healthy":
			return good(verdict);
		case "degraded":
			return warn(verdict);
		case "down":
			return bad(verdict);
	}
}
