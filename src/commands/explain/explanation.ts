import { PluginError } from "../../errors.ts";
import { CATALOGUE, type FindingEntry } from "../../findings/catalogue.ts";
import { nearest } from "../../nearest.ts";
import { INVOCATION } from "../../plugin-name.ts";
import { layOutBlocks, prose } from "../../render/block.ts";
import type { Page } from "../../render/page.ts";
import { type StyledText, strong } from "../../render/span.ts";
import { layOutTable } from "../../render/table.ts";

const ENTRIES: readonly (readonly [code: string, entry: FindingEntry])[] =
	Object.entries(CATALOGUE);

/** The page of a finding, or the list of all. Codes are read in capitals or not. @throws PluginError `usage` for an unknown one */
export function explanation(
	code: string | undefined,
	page: Page,
): readonly StyledText[] {
	if (code === undefined) return findingList(page);
	const found = ENTRIES.find(([known]) => known === code.toUpperCase());
	if (found === undefined) throw unknownCode(code);
	return findingPage(found[0], found[1], page);
}

function findingList(page: Page): readonly StyledText[] {
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
		ENTRIES,
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

function unknownCode(code: string): PluginError {
	const near = nearest(
		code.toUpperCase(),
		ENTRIES.map(([known]) => known),
	);
	return new PluginError("usage", `there is no finding "${code}"`, {
		hint: [
			...(near === undefined ? [] : [`did you mean ${near}?`]),
			`${INVOCATION} explain lists them all`,
		],
	});
}
