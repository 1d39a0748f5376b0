import type { Metadata } from "../../../grpc/channel.ts";
import { escapeBlock } from "../../../render/escape.ts";
import { dim, type StyledText, strong } from "../../../render/span.ts";
import type { CallEnd } from "../facts.ts";
import { metadataTexts } from "../views/metadata-texts.ts";
import { breakLines } from "./break-lines.ts";
import type { CallModel } from "./call-model.ts";

const INDENT = "  ";
const NOT_YET: StyledText = dim(`${INDENT}not yet`);

/** Returns what a server says besides messages: status, headers and trailers in full, as lines of at most `columns` columns. */
export function metadataLines(
	{ headers, end }: Pick<CallModel, "headers" | "end">,
	columns: number,
): readonly StyledText[] {
	const room = columns - INDENT.length;
	const indented = (text: string): readonly StyledText[] =>
		breakLines(text, room).map((line) => `${INDENT}${line}`);
	const listed = (metadata: Metadata | undefined): readonly StyledText[] => {
		if (metadata === undefined) return [NOT_YET];
		if (metadata.length === 0) return [dim(`${INDENT}none`)];
		return metadataTexts(metadata).flatMap(indented);
	};
	return [
		strong("Status"),
		...(end === undefined ? [NOT_YET] : indented(escapeBlock(statusText(end)))),
		strong("Response headers"),
		...listed(headers),
		strong("Response trailers"),
		...listed(end?.trailers),
	];
}

function statusText({ status, reason, fault }: CallEnd): string {
	if (fault !== undefined)
		return `cancelled here by a bad request: ${fault.message}`;
	if (reason === "limit") return "cancelled here by --limit";
	if (reason === "interrupted") return "cancelled here";
	return status.message === ""
		? status.name
		: `${status.name}: ${status.message}`;
}
