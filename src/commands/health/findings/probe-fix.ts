import type { ProbeType } from "../../../kubernetes/grpc-probes.ts";
import { quote } from "../../../kubernetes/quote.ts";
import { listed } from "../../../listed.ts";
import { shellWord } from "../../../shell-word.ts";
import type { PodState } from "../state.ts";
import { portOf } from "./port.ts";
import { probeOf, refusesPlaintext, speaksTls } from "./probe.ts";

/** What asks gRPC health on a port that speaks TLS, as the kubelet's own grpc probe dials plaintext (KEP-2727). */
export const tlsProbeFix = (pod: PodState, service = ""): string =>
	`serve health on a plaintext port and probe that, or probe with exec: ${program(pod, tlsFlags(pod), service)}`;

/** The probe, or the probes, of these types that ask gRPC health for this service. */
export function grpcProbeFix(
	pod: PodState,
	service: string,
	types: readonly ProbeType[] = ["readiness"],
): string {
	const probe = probeOf(pod, types[0] ?? "readiness");
	if (probe.kind === "exec" && probe.asks !== undefined) {
		const flags = probe.asks.transport === "tls" ? ["-tls"] : tlsFlags(pod);
		return program(pod, refusesPlaintext(pod) ? flags : [], service);
	}
	const isTls = speaksTls(pod) && probe.kind === "grpc" && probe.mode === "TLS";
	if (refusesPlaintext(pod) && !isTls) return tlsProbeFix(pod, service);
	const name = service === "" ? "" : `, service: ${yamlWord(quote(service))}`;
	const mode = isTls ? ", mode: TLS" : "";
	const fields = listed(types.map((type) => `${type}Probe`));
	return `${fields}: {grpc: {port: ${portOf(pod)}${name}${mode}}}`;
}

const program = (
	pod: PodState,
	flags: readonly string[],
	service: string,
): string =>
	[
		`grpc_health_probe -addr=:${portOf(pod)}`,
		...flags,
		...(service === "" ? [] : [`-service=${shellWord(quote(service))}`]),
	].join(" ");

/**
 * By itself grpc_health_probe verifies the certificate for localhost, by the authorities of the container's image: hardly a pod's passes. From
 * within the container there is nobody else to be taken for the server.
 */
function tlsFlags({ connection }: PodState): readonly string[] {
	const isMutual =
		connection.kind === "connected" &&
		connection.transport.kind === "tls" &&
		connection.transport.clientCertificate === "sent";
	return [
		"-tls",
		"-tls-no-verify",
		...(isMutual ? ["-tls-client-cert=FILE", "-tls-client-key=FILE"] : []),
	];
}

/** A name as YAML reads it as one text: names come from servers, and some would be more than that, or a number. */
const yamlWord = (name: string): string =>
	/^[A-Za-z]\w*(?:[./]\w+)+$/.test(name) ? name : JSON.stringify(name);
