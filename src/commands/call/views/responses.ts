import { escapeBlock, escapeJson } from "../../../render/escape.ts";
import type { Page } from "../../../render/page.ts";
import type { WrittenResponse } from "../../../schema/codec.ts";

/** Between messages in text format, as grpcurl prints and reads it; a terminal has no use for it. */
const SEPARATOR = "\x1e";

/**
 * A response as it is written out: JSON is always free of what a terminal would act on, text on a terminal; what cannot be read is
 * undefined.
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
