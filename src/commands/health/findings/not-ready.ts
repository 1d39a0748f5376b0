import { logsOf } from "../../../cli/pod-logs.ts";
import { servingContainer } from "../../../cli/serving-container.ts";
import { questionOf } from "../../../kubernetes/grpc-probes.ts";
import type { HealthQuestion } from "../../../kubernetes/pod.ts";
import { podWords } from "../../../kubernetes/pod-words.ts";
import { quote } from "../../../kubernetes/quote.ts";
import { listed } from "../../../listed.ts";
import { shellWord } from "../../../shell-word.ts";
import type { PodState } from "../state.ts";
import { answerWord } from "../unknown-service.ts";
import { portOf } from "./port.ts";
import {
	dialsOtherTransport,
	isStarting,
	otherPortSentence,
	probeName,
	probeSentence,
	probesChosenPort,
	readinessOf,
} from "./probe.ts";
import { grpcProbeFix } from "./probe-fix.ts";
import { serverProbesOf } from "./server-probes.ts";
import { quoted } from "./service-names.ts";

/** What keeps a pod out of rotation, and what to do about it. */
type NotReadyCause = { readonly cause: string; readonly fix: string };

/**
 * Returns why a pod that says SERVING for `service` is not Ready: another container is not ready, or the probe asks another
 * question, or another address.
 */
export function whyNotReady(pod: PodState, service: string): NotReadyCause {
	const server = servingContainer(pod.target);
	if (server?.ready) return keptOutByOthers(pod);
	if (isStarting(server))
		return { cause: startingSentences(pod), fix: describeFix(pod) };
	return whyProbeFails(pod, service);
}

function startingSentences(pod: PodState): string {
	const waits =
		"Its startup probe has not succeeded yet, and until then nobody asks whether it is ready.";
	const startup = serverProbesOf(pod).find(({ type }) => type === "startup");
	const service = startup?.asks.service;
	const got = service === undefined ? undefined : pod.services.get(service);
	if (service === undefined || got === undefined) return waits;
	const word = answerWord(got);
	return word === "SERVING"
		? waits
		: `${waits} It asks for ${quoted(service)} and gets ${word}.`;
}

function whyProbeFails(pod: PodState, service: string): NotReadyCause {
	const probe = readinessOf(pod);
	const question = questionOf(probe);
	const dialsPort = "port" in probe || question !== undefined;
	if (dialsPort && !probesChosenPort(pod))
		return {
			cause: otherPortSentence(pod),
			fix:
				question === undefined
					? grpcProbeFix(pod, "")
					: `--port ${question.port} shows what it is answered there`,
		};
	if (probe.kind === "none")
		return {
			cause:
				"It has no readiness probe, so it is Ready as soon as it runs: it has just started, or its node has not reported it yet.",
			fix: describeFix(pod),
		};
	if (probe.kind === "tcp") return boundToLocalhost("dials the same port");
	if (question === undefined)
		return { cause: probeSentence(pod, [service]), fix: grpcProbeFix(pod, "") };
	if (question.transport === "tls" && dialsOtherTransport(pod, question))
		return {
			cause: `Its ${probeName(pod)} dials TLS, and port ${portOf(pod)} speaks plaintext.`,
			fix: grpcProbeFix(pod, question.service ?? ""),
		};
	if (question.service !== service)
		return {
			cause: probeSentence(pod, [service]),
			fix: isNotServing(pod, question) ? logsFix(pod) : describeFix(pod),
		};
	return probe.kind === "grpc"
		? boundToLocalhost("asks the same")
		: {
				cause: `Its ${probeName(pod)} asks the same in the container and fails: because of another of its flags, or because the pod has just started.`,
				fix: describeFix(pod),
			};
}

function isNotServing(
	{ services }: PodState,
	{ service = "" }: HealthQuestion,
): boolean {
	const answer = services.get(service)?.answer;
	return answer?.kind === "answered" && answer.status !== "SERVING";
}

function keptOutByOthers(pod: PodState): NotReadyCause {
	const { containers, unmetGates, node } = pod.target.pod;
	const others = containers.filter(({ ready }) => !ready);
	const names = others.map(({ name }) => name).join(", ");
	if (others.length > 0)
		return {
			cause: `The container of its server is ready, but these containers of the pod are not: ${names}.`,
			fix: describeFix(pod),
		};
	if (unmetGates === undefined)
		return {
			cause:
				"Its containers are ready: a readiness gate, or its node, keeps it from being Ready.",
			fix: describeFix(pod),
		};
	if (unmetGates.length > 0) return keptOutByGates(pod, unmetGates);
	return {
		cause:
			"Its containers are ready: its node does not answer the API server, or the pod has just started.",
		fix:
			node === undefined
				? describeFix(pod)
				: `kubectl get node ${shellWord(node)}`,
	};
}

/**
 * Names the gates, because the name of a gate's condition shows what should set it:
 * `target-health.elbv2.k8s.aws/…`, `cloud.google.com/load-balancer-neg-ready`.
 */
function keptOutByGates(
	pod: PodState,
	gates: readonly string[],
): NotReadyCause {
	const named = listed(gates.map(quote));
	const said =
		gates.length === 1
			? `its readiness gate ${named} is not True`
			: `its readiness gates ${named} are not True`;
	return {
		cause: `Its containers are ready, and ${said}: what should set it, such as a load balancer's controller, has not done so.`,
		// No event tells of a gate, and `kubectl describe` leaves out a condition's reason and message.
		fix: `the condition, once it is set, may say why: kubectl get pod ${podWords(pod.target.pod)} -o yaml`,
	};
}

/**
 * The kubelet probes the pod's address, but a port-forward arrives on localhost. So if only the probe fails, the server listens on
 * localhost alone.
 */
function boundToLocalhost(asks: string): NotReadyCause {
	return {
		cause: `Its readiness probe ${asks} on the pod's address and fails: the server is bound to localhost alone, or has just started.`,
		fix: "bind the server to all addresses: 0.0.0.0 or [::]",
	};
}

function describeFix(pod: PodState): string {
	return `its events say what fails: kubectl describe pod ${podWords(pod.target.pod)}`;
}

const logsFix = (pod: PodState): string =>
	`its log may say why: ${logsOf(pod.target.pod, servingContainer(pod.target)?.name)}`;
