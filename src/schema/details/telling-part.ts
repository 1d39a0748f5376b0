import type { JsonValue } from "@bufbuild/protobuf";
import type { StatusDetail } from "./status-details.ts";

/**
 * Returns what a detail says that two calls with the same outcome have in common. Each call has a google.rpc.RequestInfo and a
 * RetryInfo of its own. A google.rpc.DebugInfo has the ids and addresses of the call among its words and line numbers.
 */
export function tellingPart(detail: StatusDetail): JsonValue {
	switch (detail.kind) {
		case "request-info":
		case "retry-info":
			return detail.typeUrl;
		case "debug-info":
			return [detail.typeUrl, detail.detail, ...detail.stack].map(withoutIds);
		default:
			return detail.json;
	}
}

/** Addresses, numbers except those of lines (`a.go:12`), and hexadecimal ids: parts of UUIDs, or eight digits and more. */
const IDS =
	/\b(0x[\da-f]+|[\da-f]{8,}|[\da-f]{4}(?=-)|(?<=-)[\da-f]{4}|(?<![a-z]:)\d+(\.\d+)?)\b/gi;

function withoutIds(text: string): string {
	return text.replace(IDS, "");
}
