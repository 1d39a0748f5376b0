import type { ProbeType } from "../../../kubernetes/grpc-probes.ts";
import { quote } from "../../../kubernetes/quote.ts";
import { listed } from "../../../listed.ts";
import { shellWord } from "../../../shell-word.ts";
import type { PodState } from "../state.ts";
import { portOf } from "./port.ts";
import { probeOf, refusesPlaintext, speaksTls } from "./probe.ts";

/** Returns how to probe gRPC health on a port that speaks TLS, because the kubelet's own grpc probe dials plaintext (KEP-2727). */
export const tlsProbeFix = (pod: PodState, service = ""): string =>
	`serve health on a plaintext port and probe that, or probe with exec: ${program(pod, tlsFlags(pod), service)}`;

/** Returns the probe or probes of these types that ask gRPC health for this service, as YAML or as a command. */
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
 * Returns the flags of grpc_health_probe for TLS. By default it verifies the certificate for localhost, with the authorities of the
 * container's image, and hardly any pod's certificate passes. Within the container nothing else can be mistaken for the server, so
 * the flags turn that off.
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

/**
 * Returns a name in a form that YAML reads as one string. Names come from servers, and YAML would read some as a number, or as more
 * than a string.
 */
const yamlWord = (name: string): string =>
	/^[A-Za-z]\w*(?:[./]\w+)+$/.test(name) ? name : JSON.stringify(name);
