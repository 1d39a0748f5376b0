import type { Scope } from "../../../cli/aim.ts";
import { withoutPodName } from "../../../cli/without-pod-name.ts";
import { quote } from "../../../kubernetes/quote.ts";
import { clockTime } from "../../../render/clock-time.ts";
import { fitPodName } from "../../../render/ink/fit-pod-name.ts";
import { columnsOf, dim, type StyledText, warn } from "../../../render/span.ts";
import type { HealthChange } from "../health-change.ts";
import { statusText } from "./columns.ts";

/**
 * Returns a change as one line: the time, the namespace if pods may be from any, the pod, the service, and what changed. The pod's
 * name is shortened so that the line without its message fits into `columns`.
 */
export function changeLine(
	change: HealthChange,
	scope: Scope,
	columns = Number.POSITIVE_INFINITY,
): StyledText {
	const line = (pod: StyledText) => [
		dim(clockTime(new Date(change.time))),
		"   ",
		subjectText(change, scope, pod),
		transitionText(change),
	];
	const pod = fitPodName(change.pod ?? "", columns - columnsOf(line("")));
	return [...line(pod), detail(change)];
}

function subjectText(
	change: HealthChange,
	scope: Scope,
	pod: StyledText,
): StyledText {
	const { about, namespace, service } = change;
	if (about === "watch" || change.pod === null) return "pods   ";
	return [
		scope === "all-namespaces" ? `${namespace}/` : "",
		pod,
		"   ",
		service === null || service === "" ? "" : `${service}   `,
	];
}

function transitionText({ about, from, to }: HealthChange): StyledText {
	const painted =
		about === "health" || about === "connection" ? statusText(to) : to;
	if (about === "watch" || about === "target")
		return to === "following" || to === "complete" ? to : warn(to);
	return from === null || from === "connected" || from === to
		? painted
		: [dim(from), " → ", painted];
}

function detail(change: HealthChange): StyledText {
	const { about, namespace, pod, message, askedBy } = change;
	const polled = askedBy === "poll" ? dim("   polled") : "";
	if (message === undefined) return polled;
	const said =
		pod === null ? message : withoutPodName(message, { namespace, name: pod });
	// A server's message may be as long as header fields: 64 KiB.
	return [`   ${about === "health" ? quote(said) : said}`, polled];
}
