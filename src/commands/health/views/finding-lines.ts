import { layOutFindings } from "../../../render/findings.ts";
import { shortenPodName } from "../../../render/prose.ts";
import { cutTo, type StyledText } from "../../../render/span.ts";
import type { PodReport } from "../report.ts";

/**
 * Returns the findings of a pod as exactly `count` lines of at most `columns` columns, so that what is above them does not jump. If
 * they need more lines, the last one ends with an ellipsis.
 */
export function findingLines(
	pod: PodReport | undefined,
	columns: number,
	count: number,
): readonly StyledText[] {
	const about = (pod?.findings ?? []).map((finding) => ({
		subject: shortenPodName(pod?.name ?? ""),
		finding,
	}));
	const page = { kind: "screen", columns, colour: "plain" } as const;
	const lines = layOutFindings(about, page);
	if (lines.length > count) {
		const last = cutTo([lines[count - 1] ?? "", " …"], columns);
		return [...lines.slice(0, count - 1), last];
	}
	return [...lines, ...Array<StyledText>(count - lines.length).fill("")];
}
