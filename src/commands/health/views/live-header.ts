import { twoEnds } from "../../../render/ink/screen-frame.tsx";
import { dim, type StyledText, strong, warn } from "../../../render/span.ts";
import type { HealthReport } from "../report.ts";
import type { LiveModel } from "./live-model.ts";
import { rowsOf } from "./rows.ts";
import { verdictLine } from "./table.ts";

/** What the screen does with the changes of the pods. */
type Stream = LiveModel["pods"] | "paused";

/**
 * Returns the first line of the live screen: the workloads, the verdict, and whether the screen is up to date. On a narrow screen
 * the verdict stays longest.
 */
export function liveHeader(
	report: HealthReport,
	stream: Stream,
	columns: number,
): StyledText {
	const origins = [...new Set(report.pods.map((pod) => pod.origin))];
	if (origins.length === 0) return twoEnds([""], streamTexts(stream), columns);
	const named =
		origins.length > 2 ? `${origins.length} workloads` : origins.join(" ");
	const verdict = standing(report);
	return twoEnds(
		[[strong(named), "   ", verdict], verdict],
		streamTexts(stream),
		columns,
	);
}

/** Returns the verdict, or `connecting` while no pod serves and some have not answered yet. */
function standing(report: HealthReport): StyledText {
	const { verdict } = report.summary;
	const isOpen = rowsOf(report).some(
		({ pod, check }) => pod.counted && check.status === "CONNECTING",
	);
	return isOpen && verdict === "down"
		? verdictLine(report, dim("connecting"))
		: verdictLine(report);
}

/** Returns the text in full, then shortened. A screen that may be out of date always says so. */
function streamTexts(stream: Stream): readonly StyledText[] {
	switch (stream) {
		case "paused":
			return [warn("paused")];
		case "listing":
			return [dim("listing pods"), ""];
		case "following":
			return [dim("following"), ""];
		case "interrupted":
			return [
				warn("interrupted, pods may be out of date"),
				warn("interrupted"),
			];
	}
}
