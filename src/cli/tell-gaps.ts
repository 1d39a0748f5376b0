import { noteOn, type ProgressStream } from "../render/progress.ts";
import { gapLine, type SchemaGap } from "../schema/source/gaps.ts";

/** Tells what schemas name and do not tell, each once. */
export function tellGaps(
	stderr: ProgressStream,
	gaps: readonly SchemaGap[],
): void {
	for (const line of new Set(gaps.map(gapLine))) noteOn(stderr, line);
}
