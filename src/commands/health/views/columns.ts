import { formatAge } from "../../../age.ts";
import type { Scope } from "../../../cli/aim.ts";
import { isAddress } from "../../../cli/endpoint-target.ts";
import { transportText } from "../../../cli/transport-text.ts";
import { formatDuration } from "../../../render/duration.ts";
import { bad, dim, good, type StyledText, warn } from "../../../render/span.ts";
import type { Column } from "../../../render/table.ts";
import type { PodReport } from "../report.ts";
import { NO_STATUS } from "../unknown-service.ts";
import type { HealthRow } from "./rows.ts";

/**
 * Returns the columns of `health`: with the namespace if pods are from all of them, and with the service if others than the whole
 * server were asked.
 */
export function healthColumns(
	rows: readonly HealthRow[],
	{ scope, nowMs }: { readonly scope: Scope; readonly nowMs: number },
): readonly Column<HealthRow>[] {
	const services = rows.some((row) => row.check.service !== "");
	const answers: readonly Column<HealthRow>[] = [
		{ ...SERVICE, priority: services ? "always" : "wide" },
		STATUS,
		LATENCY,
	];
	if (rows.length > 0 && rows.every(({ pod }) => isAddress(pod)))
		return [ADDRESS, ...answers, TRANSPORT];
	return [
		...(scope === "all-namespaces" ? [NAMESPACE] : []),
		POD,
		READY,
		...answers,
		NODE,
		PORT,
		TRANSPORT,
		RESTARTS,
		ageColumn(nowMs),
	];
}

const NAMESPACE: Column<HealthRow> = {
	title: "NAMESPACE",
	value: ({ pod }) => pod.namespace,
};
const POD: Column<HealthRow> = { title: "POD", value: ({ pod }) => pod.name };
const ADDRESS: Column<HealthRow> = { ...POD, title: "ADDRESS" };
const READY: Column<HealthRow> = {
	title: "READY",
	value: ({ pod }) => readyText(pod),
};
const SERVICE: Column<HealthRow> = {
	title: "SERVICE",
	value: ({ check }) =>
		check.service === "" ? dim("(server)") : check.service,
};
const STATUS: Column<HealthRow> = {
	title: "STATUS",
	value: ({ check }) => [
		statusText(check.status),
		check.askedBy === "poll" ? dim(" (polled)") : "",
	],
};
const LATENCY: Column<HealthRow> = {
	title: "LATENCY",
	value: ({ check }) =>
		check.latencyMs === null ? "-" : formatDuration(check.latencyMs),
};

const wide = (
	title: string,
	value: (pod: PodReport) => StyledText,
): Column<HealthRow> => ({
	title,
	value: ({ pod }) => value(pod),
	priority: "wide",
});

const NODE = wide("NODE", ({ node }) => node ?? "-");
const PORT = wide("PORT", portText);
const TRANSPORT = wide("TRANSPORT", ({ transport }) =>
	transport === null ? "-" : transportText(transport),
);
const RESTARTS = wide("RESTARTS", ({ restarts }) => String(restarts));
const ageColumn = (nowMs: number) =>
	wide("AGE", ({ createdAt }) => ageText(createdAt, nowMs));

/** Returns `1/1`, followed by kubectl's status if that is not Running. */
function readyText(pod: PodReport): StyledText {
	const ready = `${pod.readyContainers}/${pod.totalContainers}`;
	return pod.status === "Running" ? ready : [ready, " ", warn(pod.status)];
}

/** Returns a status in the tone that fits it. */
export function statusText(status: string): StyledText {
	switch (status) {
		case "SERVING":
			return good(status);
		case "NOT_ASKED":
		case "CONNECTING":
		case NO_STATUS:
			return dim(status);
		case "UNIMPLEMENTED":
			return warn(status);
		default:
			return bad(status);
	}
}

function portText(pod: PodReport): string {
	return pod.port === null
		? `- (${pod.portReason})`
		: `${pod.port} (${pod.portReason})`;
}

function ageText(createdAt: string, nowMs: number): string {
	const createdMs = Date.parse(createdAt);
	return Number.isNaN(createdMs) ? "-" : formatAge(nowMs - createdMs);
}
