import type { FindingEntry } from "../../src/findings/catalogue.ts";

/**
 * Returns docs/findings.md: a table of all codes, then a section for each code. `explain CODE` and links point at the
 * section's heading.
 */
export function findingsPage(
	catalogue: Readonly<Record<string, FindingEntry>>,
): string {
	const codes = Object.entries(catalogue).toSorted(([a], [b]) =>
		a.localeCompare(b),
	);
	const rows = codes.map(
		([code, { severity, holds }]) =>
			`| [${code}](#${code.toLowerCase()}) | ${severity} | ${holds} |`,
	);
	return [
		"# Findings",
		"",
		"These are the problems that `kubectl grpc` can find, each with a code. `kubectl grpc explain CODE` prints the same text. The table says what is true when all is well; a finding says that it is not true. The meaning of a code never changes.",
		"",
		"*error*: calls fail now. *warning*: calls will fail, or some of them fail now. *info*: good to know. The table has the usual severity; evidence can raise it.",
		"",
		"| code | severity | when all is well |",
		"|---|---|---|",
		...rows,
		...codes.flatMap(([code, entry]) => section(code, entry)),
		"",
	].join("\n");
}

function section(
	code: string,
	{ severity, holds, evidence, reason, fix }: FindingEntry,
): string[] {
	return [
		"",
		`## ${code}`,
		"",
		`${severity}. When all is well: ${holds}`,
		"",
		`**Seen:** ${evidence}`,
		"",
		reason,
		"",
		"**Fix**",
		"",
		...fix.map((step) => `- ${step}`),
	];
}
