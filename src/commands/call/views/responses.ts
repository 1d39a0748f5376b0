import { escapeBlock, escapeJson } from "../../../render/escape.ts";
import type { Page } from "../../../render/page.ts";
import type { WrittenResponse } from "../../../schema/codec.ts";

/** The separator of messages in text format, which grpcurl also prints and reads. On a terminal it is left out. */
const SEPARATOR = "\x1e";

/**
 * Returns a response in the form in which it is written out, or undefined if it cannot be read. In JSON, characters that a
 * terminal acts on are always escaped. In text they are escaped only for a terminal.
 */
export function responseOutput(
	written: WrittenResponse,
	format: "json" | "text" | "binary",
	page: Page,
	place: "first" | "later",
): string | Uint8Array | undefined {
	switch (written.kind) {
		case "undecodable":
			return undefined;
		case "bytes":
			return written.bytes;
		case "text": {
			if (format === "json") return `${escapeJson(written.text)}\n`;
			if (page.kind === "terminal") return `${escapeBlock(written.text)}\n`;
			return `${place === "later" ? SEPARATOR : ""}${written.text}\n`;
		}
	}
}
