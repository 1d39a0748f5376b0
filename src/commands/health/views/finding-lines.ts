import { layOutFindings } from "../../../render/findings.ts";
import { shortenPodName } from "../../../render/prose.ts";
import { cutTo, type StyledText } from "../../../render/span.ts";
import type { PodReport } from "../report.ts";

/**
 * The findings of a pod on a screen of so many columns, in exactly so many lines, so that what is above them does not jump. Where they
 * take more, the last one ends with an ellipsis.
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
