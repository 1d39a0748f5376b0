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
		"What `kubectl grpc` can find, by code; `kubectl grpc explain CODE` prints the same. The table says what holds when all is well: a finding says that it does not. A code keeps its meaning for good.",
		"",
		"*error*: calls fail now; *warning*: they will, or some do; *info*: worth knowing. The severity is the usual one; evidence can raise it.",
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
