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
	const label = (text: string) => dim(`  ${text}`);
	switch (detail.kind) {
		case "bad-request":
			return detail.violations.map(({ field, description }) => [
				label("field "),
				field,
				": ",
				description,
			]);
		case "retry-info":
			return [
				[
					label("retry after "),
					detail.delayMs === undefined ? "?" : formatDuration(detail.delayMs),
				],
			];
		case "debug-info":
			return [
				[label("debug "), detail.detail],
				...detail.stack.map((frame) => dim(`    ${frame}`)),
			];
		case "error-info":
			return [
				[
					label("reason "),
					[detail.reason, detail.domain].filter(Boolean).join(" of "),
				],
				...Object.entries(detail.metadata).map(
					([key, value]): StyledText => [`    ${key}: `, value],
				),
			];
		case "quota-failure":
			return detail.violations.map(({ subject, description }) => [
				label("quota "),
				subject,
				": ",
				description,
			]);
		case "precondition-failure":
			return detail.violations.map(({ type, subject, description }) => [
				label("precondition "),
				`${type} ${subject}: ${description}`,
			]);
		case "resource-info":
			return [
				[
					label("resource "),
					`${detail.type} ${detail.name}: ${detail.description}`,
				],
			];
		case "help":
			return detail.links.map(({ description, url }) => [
				label("help "),
				`${description}: ${url}`,
			]);
		case "localized-message":
			return [[label(`${detail.locale} `), detail.message]];
		case "request-info":
			return [[label("request "), detail.requestId]];
		case "message":
		case "unknown":
			return [[label("detail "), JSON.stringify(detail.json)]];
	}
}
