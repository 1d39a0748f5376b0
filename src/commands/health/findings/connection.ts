import { isAddress } from "../../../cli/endpoint-target.ts";
import { lookInto } from "../../../cli/pod-logs.ts";
import {
	likelierPort,
	noPortForward,
	refusedHint,
} from "../../../cli/port-advice.ts";
import type { FailureFact } from "../../../cli/recording/failure.ts";
import { servingContainer } from "../../../cli/serving-container.ts";
import { withoutPodName } from "../../../cli/without-pod-name.ts";
import type { ErrorCode } from "../../../errors.ts";
import type { FindingCode } from "../../../findings/catalogue.ts";
import type { Finding } from "../../../findings/finding.ts";
import { podWords } from "../../../kubernetes/pod-words.ts";
import { shellWord } from "../../../shell-word.ts";
import type { PodState } from "../state.ts";
import { portOf, remarksOn } from "./port.ts";
import { isStarting, probesChosenPort, readinessOf } from "./probe.ts";
import { sentence } from "./sentence.ts";

/** Returns the findings about a pod that could not be connected to: KG104, KG108, KG109, KG112, KG116 and KG119. */
export function connectionFindings(pod: PodState): Finding[] {
	if (pod.connection.kind !== "unreachable") return [];
	const { failure } = pod.connection;
	if (isAddress(pod.target.pod))
		return [addressFinding(pod.target.pod.name, failure)];
	if (failure.code === "connection-refused") return [refused(pod)];
	const code = FINDING_OF_ERROR[failure.code] ?? "KG119";
	const remarks = MAY_BE_ANOTHER_PORT.has(code) ? remarksOn(pod) : "";
	return [
		{
			code,
			severity: "error",
			message: `${sentence(withoutPodName(failure.message, pod.target.pod))}${remarks}`,
			fix: podFix(code, failure, pod),
		},
	];
}

/** Returns the finding about an address, of which nothing is known but what the connection shows. */
function addressFinding(address: string, failure: FailureFact): Finding {
	const refused = failure.code === "connection-refused";
	const code = refused ? "KG104" : (FINDING_OF_ERROR[failure.code] ?? "KG119");
	return {
		code,
		severity: "error",
		message: refused
			? "refuses connections: nothing listens there."
			: sentence(failure.message),
		fix: addressFix(code, failure, address),
	};
}

/** Fixes for an address, in place of the failure's own hint. The one for KG119 is used only if the failure has no hint. */
const ADDRESS_FIXES: Readonly<Partial<Record<FindingCode, string>>> = {
	KG104: "use another port, or start the server that should listen there",
	KG116: "run it again, or follow it with --watch",
	KG119:
		"check the name, the port and the firewalls in between; an address of the cluster can often be reached only from inside",
};

const FINDING_OF_ERROR: Readonly<Partial<Record<ErrorCode, FindingCode>>> = {
	"pod-gone": "KG116",
	"api-server-closed": "KG116",
	"tunnel-cut": "KG116",
	"connection-lost": "KG116",
	"not-http2": "KG108",
	silent: "KG109",
	"tls-handshake": "KG112",
	"tls-verify": "KG112",
	"tls-client-certificate": "KG112",
};

/** Findings for which another port may be the gRPC one, so that remarks on the choice of the port help. */
const MAY_BE_ANOTHER_PORT: ReadonlySet<FindingCode> = new Set([
	"KG108",
	"KG109",
]);

function refused(pod: PodState): Finding {
	const { port } = pod.target;
	const reason = port.kind === "chosen" ? ` (${port.reason})` : "";
	const refuses = `refuses connections on port ${portOf(pod)}${reason}.`;
	const { trouble } = pod.target.pod;
	// The pod can be reached while another container runs, such as a proxy's, but its server does not listen.
	if (
		trouble !== undefined &&
		trouble.container === servingContainer(pod.target)?.name
	)
		return {
			code: "KG104",
			severity: "error",
			message: sentence(`${refuses} Its ${trouble.message}`),
			fix: lookInto(pod.target.pod),
		};
	const where = isWrongPortRequested(pod) ? "" : ` ${whereItListens(pod)}`;
	const message = `${refuses}${where}${remarksOn(pod)}`;
	return { code: "KG104", severity: "error", message, fix: refusedFix(pod) };
}

/** Whether the user named a port on which there is a remark. The remark says more than a list of other possible causes. */
function isWrongPortRequested(pod: PodState): boolean {
	const { port } = pod.target;
	return (
		port.kind === "chosen" && port.evidence === "flag" && remarksOn(pod) !== ""
	);
}

/**
 * Returns a sentence on where the server listens. The kubelet probes the pod's address and a port-forward arrives on localhost, so
 * the two results together may show it.
 */
function whereItListens(pod: PodState): string {
	if (boundToPodAddress(pod))
		return "Its probe on the pod's address succeeds, so the server is bound to that address alone.";
	if (isStarting(servingContainer(pod.target)))
		return "Its startup probe has not succeeded yet: it may still be starting.";
	const notYet = pod.target.pod.ready === "ready" ? "" : "is not up yet, ";
	return `Nothing listens there on localhost: the server ${notYet}uses another port, or is bound to the pod's address alone.`;
}

function boundToPodAddress(pod: PodState): boolean {
	return (
		probesPodAddress(pod) &&
		probesChosenPort(pod) &&
		pod.target.pod.ready === "ready"
	);
}

/**
 * Whether a successful readiness probe shows that the server listens on the pod's address. An exec probe asks within the container,
 * and a proxy of a mesh accepts a TCP connection even if the server does not.
 */
function probesPodAddress(pod: PodState): boolean {
	const { kind } = readinessOf(pod);
	const isProxied = pod.target.pod.containers.some(
		({ role }) => role === "sidecar",
	);
	return kind !== "exec" && !(kind === "tcp" && isProxied);
}

function refusedFix(pod: PodState): string {
	if (boundToPodAddress(pod))
		return "bind the server to all addresses: 0.0.0.0 or [::]";
	return refusedHint(pod.target);
}

const TLS_FIX = "give --cacert, --cert and --key, or --tls-secret NAME";

/**
 * Returns the failure's hints, or without any the fix for the pod. The hint of KG108 does not know the flag that names a pod's
 * port, so the fix is added to it.
 */
function podFix(
	code: FindingCode,
	{ hint }: FailureFact,
	pod: PodState,
): string {
	const own = ownPodFix(code, pod);
	const said = code === "KG108" ? [...hint, own] : hint;
	return said.map(oneLine).join("; ") || own;
}

/** Returns a line of a hint without the spaces that align it with other lines. */
function oneLine(line: string): string {
	return line.trim().replace(/ {2,}/g, " ");
}

function ownPodFix(code: FindingCode, { target }: PodState): string {
	const { pod } = target;
	switch (code) {
		case "KG108":
			return `name the gRPC port: ${likelierPort(target) ?? "--port NAME or NUMBER"}`;
		case "KG112":
			return TLS_FIX;
		case "KG119": {
			const node =
				pod.node === undefined
					? ""
					: `; kubectl get node ${shellWord(pod.node)}`;
			return `kubectl describe pod ${podWords(pod)}${node}`;
		}
		default:
			return "run it again, or follow the pod with --watch";
	}
}

/**
 * Returns the fix for an address. For KG119 the failure's own hint comes first, because it knows what failed: the proxy, the name
 * of a Service, or a network.
 */
function addressFix(
	code: FindingCode,
	{ hint }: FailureFact,
	address: string,
): string {
	const said = hint.join("; ");
	if (code === "KG119" && said !== "") return said;
	const own = code === "KG112" ? TLS_FIX : "use another port";
	const fix = ADDRESS_FIXES[code] ?? (said || own);
	return code === "KG104" ? [fix, ...noPortForward(address)].join("; ") : fix;
}
