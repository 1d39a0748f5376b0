import type { TransportFact } from "../../../grpc/transport.ts";
import { formatAge, formatDuration } from "../../../render/duration.ts";
import { bad, dim, good, type StyledText, warn } from "../../../render/span.ts";
import type { Column } from "../../../render/table.ts";
import type { PodReport } from "../report.ts";
import type { Scope } from "./output.ts";
import type { HealthRow } from "./rows.ts";

/** The columns of `health`: namespaces where pods are from all of them, services where others than the whole server were asked. */
export function healthColumns(
	rows: readonly HealthRow[],
	{ scope, nowMs }: { readonly scope: Scope; readonly nowMs: number },
): readonly Column<HealthRow>[] {
	const services = rows.some((row) => row.check.service !== "");
	return [
		...(scope === "all-namespaces" ? [NAMESPACE] : []),
		POD,
		READY,
		{ ...SERVICE, priority: services ? "always" : "wide" },
		STATUS,
		LATENCY,
		...wideColumns(nowMs),
	];
}

const NAMESPACE: Column<HealthRow> = {
	title: "NAMESPACE",
	value: ({ pod }) => pod.namespace,
};
const POD: Column<HealthRow> = { title: "POD", value: ({ pod }) => pod.name };
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

function wideColumns(nowMs: number): readonly Column<HealthRow>[] {
	const wide = { priority: "wide" } as const;
	return [
		{ ...wide, title: "NODE", value: ({ pod }) => pod.node ?? "-" },
		{ ...wide, title: "PORT", value: ({ pod }) => portText(pod) },
		{
			...wide,
			title: "TRANSPORT",
			value: ({ pod }) => transportText(pod.transport),
		},
		{ ...wide, title: "RESTARTS", value: ({ pod }) => String(pod.restarts) },
		{
			...wide,
			title: "AGE",
			value: ({ pod }) => ageText(pod.createdAt, nowMs),
		},
	];
}

/** `1/1`, and kubectl's status where it is not simply Running. An address outside the cluster has no such view. */
function readyText(pod: PodReport): StyledText {
	if (pod.totalContainers === 0 && pod.status === "") return "-";
	const ready = `${pod.readyContainers}/${pod.totalContainers}`;
	return pod.status === "Running" ? ready : [ready, " ", warn(pod.status)];
}

/** A status in the tone that it deserves. */
export function statusText(status: string): StyledText {
	switch (status) {
		case "SERVING":
			return good(status);
		case "NOT_ASKED":
		case "CONNECTING":
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

function transportText(transport: TransportFact | null): StyledText {
	if (transport === null) return "-";
	if (transport.kind === "plaintext") return "plaintext";
	const { certificate, version, clientCertificate } = transport;
	const kind = clientCertificate === "sent" ? "mTLS" : "TLS";
	const days = `${certificate.daysLeft}d left`;
	const verified = certificate.verified.ok
		? "verified"
		: `not verified: ${certificate.verified.reason}`;
	return `${kind} ${version.replace("TLSv", "")}, ${certificate.subject || "no subject"} by ${certificate.issuer}, ${days}, ${verified}`;
}

function ageText(createdAt: string, nowMs: number): string {
	const createdMs = Date.parse(createdAt);
	return Number.isNaN(createdMs) ? "-" : formatAge(nowMs - createdMs);
}
