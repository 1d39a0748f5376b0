import type { JsonValue } from "@bufbuild/protobuf";
import type { StatusDetail } from "./status-details.ts";

/**
 * Returns what a detail says that two calls with the same outcome have in common. Each call has a google.rpc.RequestInfo and a
 * RetryInfo of its own. A google.rpc.DebugInfo has the ids and addresses of the call among its words and numbers.
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

/**
 * Addresses in memory, goroutines, times of day (in an RFC 3339 date too), UUIDs, and hexadecimal ids of traces and spans. Other numbers
 * stay, since replicas may differ in just one: better a group too many than a difference that is hidden.
 */
const IDS =
	/(?<=\b|\dT)(0x[\da-f]{6,}|(?<=goroutine )\d+|\d\d:\d\d:\d\d([.,]\d+)?Z?|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{16,})\b/gi;

function withoutIds(text: string): string {
	return text.replace(IDS, "");
}
