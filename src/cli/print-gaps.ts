import { noteOn, type ProgressStream } from "../render/progress.ts";
import { textLines } from "../render/text-lines.ts";
import { gapLine, type SchemaGap } from "../schema/source/gaps.ts";

/** Prints once each what schemas name but do not describe. */
export function printGaps(
	stderr: ProgressStream,
	gaps: readonly SchemaGap[],
): void {
	for (const text of new Set(gaps.map(gapLine))) {
		const [first, ...more] = textLines(text, "in -o json");
		noteOn(stderr, first);
		for (const line of more) noteOn(stderr, `  ${line}`);
	}
}
