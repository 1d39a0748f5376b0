import { bad, type StyledText } from "../../../render/span.ts";
import { textLines } from "../../../render/text-lines.ts";
import { type Circumstances, hintsFor } from "../hints.ts";
import type { DecodedStatus } from "../status-report.ts";
import { detailsLines } from "./details.ts";

const LABEL = "error: ";

/** Returns the lines for a failed call: code and message, the details from the server, and what to try. */
export function failureLines(
	{ report, details }: DecodedStatus,
	circumstances: Circumstances,
): readonly StyledText[] {
	const { name, message } = report;
	const [first, ...more] = textLines(message, "in -o json");
	return [
		[bad(LABEL), first === "" ? name : `${name}: ${first}`],
		...more.map((line) => " ".repeat(LABEL.length) + line),
		...detailsLines(details, report.details),
		...hintsFor(report, circumstances).map((hint) => `  ${hint}`),
	];
}
