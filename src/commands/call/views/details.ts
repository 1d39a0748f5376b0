import type { JsonValue } from "@bufbuild/protobuf";
import { formatDuration } from "../../../render/duration.ts";
import { dim, type StyledText } from "../../../render/span.ts";
import type { StatusDetail } from "../../../schema/details/status-details.ts";

/**
 * Returns the lines for what a server says about a failure besides code and message. If the details could not be decoded, the
 * line shows `json`.
 */
export function detailsLines(
	details: readonly StatusDetail[],
	[json]: readonly JsonValue[],
): readonly StyledText[] {
	return details.length > 0 || json === undefined
		? details.flatMap(detailLines)
		: [`  details: ${JSON.stringify(json)}`];
}

function detailLines(detail: StatusDetail): readonly StyledText[] {
	switch (detail.kind) {
		case "bad-request":
			return detail.violations.map(({ field, description }) =>
				line("field", field, ": ", description),
			);
		case "retry-info": {
			const { delayMs } = detail;
			const after = delayMs === undefined ? "?" : formatDuration(delayMs);
			return [line("retry after", after)];
		}
		case "debug-info":
			return [
				line("debug", detail.detail),
				...detail.stack.map((frame) => dim(`    ${frame}`)),
			];
		case "error-info":
			return [
				line(
					"reason",
					[detail.reason, detail.domain].filter(Boolean).join(" of "),
				),
				...Object.entries(detail.metadata).map(
					([key, value]): StyledText => [`    ${key}: `, value],
				),
			];
		case "quota-failure":
			return detail.violations.map(({ subject, description }) =>
				line("quota", subject, ": ", description),
			);
		case "precondition-failure":
			return detail.violations.map(({ type, subject, description }) =>
				line("precondition", `${type} ${subject}: ${description}`),
			);
		case "resource-info": {
			const { type, name, description } = detail;
			return [line("resource", `${type} ${name}: ${description}`)];
		}
		case "help":
			return detail.links.map(({ description, url }) =>
				line("help", `${description}: ${url}`),
			);
		case "localized-message":
			return [line(detail.locale, detail.message)];
		case "request-info":
			return [line("request", detail.requestId)];
		case "message":
		case "unknown":
			return [line("detail", JSON.stringify(detail.json))];
	}
}

function line(label: string, ...texts: readonly string[]): StyledText {
	return [dim(`  ${label} `), ...texts];
}
