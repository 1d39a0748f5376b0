import { layOutFindings } from "../../../render/findings.ts";
import { shortenPodName } from "../../../render/prose.ts";
import { cutTo, type StyledText, warn } from "../../../render/span.ts";
import { wrap } from "../../../render/wrap.ts";
import type { PodReport } from "../report.ts";

/**
 * Returns the findings of a pod, then what targets lack, as exactly `count` lines of at most `columns` columns, so that what is above
 * them does not jump. If they need more lines, the last one ends with an ellipsis.
 */
export function findingLines(
	pod: PodReport | undefined,
	columns: number,
	count: number,
	lacking: readonly string[] = [],
): readonly StyledText[] {
	const about = (pod?.findings ?? []).map((finding) => ({
		subject: shortenPodName(pod?.name ?? ""),
		finding,
	}));
	const page = { kind: "screen", columns, colour: "plain" } as const;
	const lines = [
		...layOutFindings(about, page),
		...lacking.flatMap((message) =>
			wrap([warn("missing"), " ", message], columns),
		),
	];
	if (lines.length > count) {
		const last = cutTo([lines[count - 1] ?? "", " …"], columns);
		return [...lines.slice(0, count - 1), last];
	}
	return [...lines, ...Array<StyledText>(count - lines.length).fill("")];
}
