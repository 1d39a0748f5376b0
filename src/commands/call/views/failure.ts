import { formatDuration } from "../../../render/duration.ts";
import { bad, dim, type StyledText } from "../../../render/span.ts";
import { textLines } from "../../../render/text-lines.ts";
import type { StatusDetail } from "../../../schema/details/status-details.ts";
import { type Circumstances, hintsFor } from "../hints.ts";
import type { ToldStatus } from "../status-report.ts";

const LABEL = "error: ";

/** A failed call for stderr: code and message, what the server adds, what to try. */
export function failureLines(
	{ report, details }: ToldStatus,
	circumstances: Circumstances,
): readonly StyledText[] {
	const { name, message } = report;
	const [first, ...more] = textLines(message, "in -o json");
	return [
		[bad(LABEL), first === "" ? name : `${name}: ${first}`],
		...more.map((line) => " ".repeat(LABEL.length) + line),
		...details.flatMap(detailLines),
		...(details.length === 0 && report.details.length > 0
			? [`  details: ${JSON.stringify(report.details[0])}`]
			: []),
		...hintsFor(report, circumstances).map((hint) => `  ${hint}`),
	];
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
