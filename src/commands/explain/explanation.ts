import type { FindingEntry } from "../../findings/catalogue.ts";
import { layOutBlocks, prose } from "../../render/block.ts";
import type { Page } from "../../render/page.ts";
import { type StyledText, strong } from "../../render/span.ts";
import { layOutTable } from "../../render/table.ts";
import { type CodedFinding, findingsWithCode } from "./findings-with-code.ts";

/**
 * Returns the page of a finding, or the list of all. The case of a code does not matter.
 * @throws PluginError `usage` for an unknown one
 */
export function explanation(
	code: string | undefined,
	page: Page,
): readonly StyledText[] {
	const meant = findingsWithCode(code);
	return code === undefined
		? findingTable(meant, page)
		: meant.flatMap(([known, entry]) => findingPage(known, entry, page));
}

function findingTable(
	findings: readonly CodedFinding[],
	page: Page,
): readonly StyledText[] {
	return layOutTable(
		[
			{ title: "CODE", value: ([code]) => code },
			{ title: "SEVERITY", value: ([, { severity }]) => severity },
			{
				title: "WHEN ALL IS WELL",
				value: ([, { holds }]) => holds,
				content: "prose",
			},
		],
		findings,
		page,
	);
}

function findingPage(
	code: string,
	entry: FindingEntry,
	page: Page,
): readonly StyledText[] {
	const { severity, holds, evidence, reason, fix } = entry;
	return layOutBlocks(
		[
			{
				label: strong(code),
				lines: [prose(`${severity}. When all is well: ${holds}`)],
			},
			{ label: "seen", lines: [prose(evidence)] },
			{ label: "why", lines: [prose(reason)] },
			...fix.map((step, at) => ({
				label: at === 0 ? "fix" : "",
				lines: [prose(step)],
			})),
		],
		page,
	);
}
