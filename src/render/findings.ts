import type { Finding, Severity } from "../findings/finding.ts";
import { listed } from "../listed.ts";
import { type Block, layOutBlocks, prose, verbatim } from "./block.ts";
import type { Page } from "./page.ts";
import { bad, dim, type StyledText, warn } from "./span.ts";

/** A finding, and its subject as prose names it: `…-r84bt`. */
export type AboutFinding = {
	readonly subject: string;
	readonly finding: Finding;
	/** The words of the fix that belong to this subject alone: its pod, its node. */
	readonly ownWords?: readonly string[];
};

const SEVERITY_ORDER: readonly Severity[] = ["error", "warning", "info"];

/** The most subjects that a paragraph names. It counts the others, so that a finding about 50 pods is one paragraph. */
const NAMED_SUBJECTS = 4;

/**
 * Returns the findings as lines, worst first. Findings that say the same of several subjects, and have the same fix for each,
 * share a paragraph with the fix of the first.
 */
export function layOutFindings(
	findings: readonly AboutFinding[],
	page: Page,
): readonly StyledText[] {
	const groups = [
		...Map.groupBy(findings, (about) => {
			const { code, severity, message } = about.finding;
			return JSON.stringify([code, severity, message, fixForAny(about)]);
		}).values(),
	];
	return layOutBlocks(groups.toSorted(worstFirst).map(findingBlock), page);
}

/** Returns the fix without the words that belong to its subject alone. */
const fixForAny = ({ finding, ownWords = [] }: AboutFinding): string =>
	ownWords.reduce((fix, word) => fix.replaceAll(word, ""), finding.fix);

type Group = readonly AboutFinding[];

function worstFirst(a: Group, b: Group): number {
	const rank = (group: Group) =>
		SEVERITY_ORDER.indexOf(group[0]?.finding.severity ?? "info");
	return rank(a) - rank(b) || codeOf(a).localeCompare(codeOf(b));
}

function codeOf(group: Group): string {
	return group[0]?.finding.code ?? "";
}

function findingBlock(group: Group): Block {
	const first = group[0];
	if (first === undefined) return { label: "", lines: [] };
	const { code, severity, message, fix } = first.finding;
	const subjects = listed(
		group.map(({ subject }) => subject),
		NAMED_SUBJECTS,
	);
	// A message is about one: "is", "its".
	const about = group.length > 1 ? `${subjects}, each` : subjects;
	return {
		label: [code, " ", severityText(severity)],
		lines: [prose(`${about}: ${message}`), verbatim([dim("fix: "), fix])],
	};
}

function severityText(severity: Severity): StyledText {
	switch (severity) {
		case "error":
			return bad(severity);
		case "warning":
			return warn(severity);
		case "info":
			return dim(severity);
	}
}
