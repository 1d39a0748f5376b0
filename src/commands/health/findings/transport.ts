import { servingContainer } from "../../../cli/serving-container.ts";
import type { Finding } from "../../../findings/finding.ts";
import type { CertificateFact } from "../../../grpc/transport.ts";
import type { GrpcProbe } from "../../../kubernetes/grpc-probes.ts";
import { counted } from "../../../render/prose.ts";
import type { PodState } from "../state.ts";
import { portOf } from "./port.ts";
import { probeName, speaksTls } from "./probe.ts";
import { tlsProbeFix } from "./probe-fix.ts";
import { gatingProbesOf, serverProbesOf } from "./server-probes.ts";

/** Days before its end from which a certificate is reported. cert-manager and similar tools renew long before. */
const EXPIRY_WARNING_DAYS = 7;

/** Returns the findings about the transport that was found: KG107, KG111 and KG121. */
export function transportFindings(pod: PodState): Finding[] {
	if (
		pod.connection.kind !== "connected" ||
		pod.connection.transport.kind !== "tls"
	)
		return [];
	const { alpn, certificate } = pod.connection.transport;
	return [
		...probeOnTlsPort(pod),
		...(alpn === undefined ? [NO_ALPN] : []),
		...certificateFindings(certificate),
	];
}

const NO_ALPN: Finding = {
	code: "KG121",
	severity: "warning",
	message:
		'its TLS handshake agrees on no protocol (ALPN), and most gRPC clients refuse that: grpc-go says "missing selected ALPN property".',
	fix: "let the server, or the load balancer that terminates TLS, offer h2 in ALPN",
};

/**
 * Returns the readiness or startup probe that dials a TLS port in plaintext and so fails; undefined if there is none. If such a
 * probe succeeds, the server speaks both.
 */
export function failingAgainstTls(pod: PodState): GrpcProbe | undefined {
	if (!speaksTls(pod) || servingContainer(pod.target)?.ready === true)
		return undefined;
	return gatingProbesOf(pod).find(({ asks }) => asks.transport === "plaintext");
}

/**
 * Whether a liveness probe that dials a TLS port in plaintext has restarted the pod. Only restarts show that it fails, and only if
 * plaintext was tried in vain. If the readiness probe dials plaintext too, its result shows the same.
 */
function isRestartedForTls(pod: PodState): boolean {
	const inPlaintext = serverProbesOf(pod)
		.filter(({ asks }) => asks.transport === "plaintext")
		.map(({ type }) => type);
	return (
		speaksTls(pod, "detected") &&
		inPlaintext.includes("liveness") &&
		!inPlaintext.includes("readiness") &&
		pod.target.pod.restarts > 0
	);
}

function probeOnTlsPort(pod: PodState): Finding[] {
	const failing = failingAgainstTls(pod);
	if (failing !== undefined)
		return [
			plaintextProbe(
				pod,
				`${probeName(pod, failing.type)} dials plaintext, so the probe always fails.`,
			),
		];
	if (!isRestartedForTls(pod)) return [];
	const restarts = counted(pod.target.pod.restarts, "restart");
	return [
		plaintextProbe(
			pod,
			`liveness probe dials plaintext, so the probe always fails and the pod is restarted: ${restarts} so far.`,
		),
	];
}

const plaintextProbe = (pod: PodState, probe: string): Finding => ({
	code: "KG107",
	severity: "error",
	message: `port ${portOf(pod)} speaks TLS and its ${probe}`,
	fix: tlsProbeFix(pod),
});

function certificateFindings(certificate: CertificateFact): Finding[] {
	const { daysLeft, validTo, verified } = certificate;
	const fix =
		"renew it, then restart the pods if the server does not reload certificates";
	if (daysLeft < 0) {
		return [
			{
				code: "KG111",
				severity: "error",
				message: `its certificate expired ${wholeDays(-daysLeft - 1)} ago, on ${validTo.slice(0, 10)}.`,
				fix,
			},
		];
	}
	if (!verified.ok && /not yet valid/.test(verified.reason)) {
		// To the minute, because the date is often today's: clocks that differ are a common cause.
		const from = certificate.validFrom.slice(0, 16).replace("T", " ");
		return [
			{
				code: "KG111",
				severity: "error",
				message: `its certificate is not valid before ${from} UTC.`,
				fix: "compare the clock of this machine with the issuer's, or wait until then",
			},
		];
	}
	if (daysLeft >= EXPIRY_WARNING_DAYS) return [];
	const message = `its certificate ends in ${wholeDays(daysLeft)}, on ${validTo.slice(0, 10)}.`;
	return [{ code: "KG111", severity: "warning", message, fix }];
}

/** `daysLeft` is rounded down: 0 is the last day, -1 the first one after the end. */
function wholeDays(days: number): string {
	return days === 0 ? "less than a day" : counted(days, "day");
}
