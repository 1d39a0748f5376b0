import type { Scope } from "../../../cli/pods.ts";
import { unnamed } from "../../../cli/unnamed.ts";
import { dim, type StyledText, warn } from "../../../render/span.ts";
import type { HealthChange } from "../changes.ts";
import { statusText } from "./columns.ts";

/** A change as one line: the time, who, with the namespace where it can be any, and what became of what. */
export function changeLine(change: HealthChange, scope: Scope): StyledText {
	return [
		dim(clockTime(change.time)),
		"   ",
		subjectText(change, scope),
		transitionText(change),
		detail(change),
	];
}

/** Local wall-clock time: what people compare with their logs. */
function clockTime(time: string): string {
	const date = new Date(time);
	const two = (value: number) => String(value).padStart(2, "0");
	return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

function subjectText(
	{ about, namespace, pod, service }: HealthChange,
	scope: Scope,
): StyledText {
	if (about === "watch" || pod === null) return "pods   ";
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
		return to === "following" ? to : warn(to);
	return from === null || from === "connected" || from === to
		? painted
		: [dim(from), " → ", painted];
}

function detail({
	message,
	namespace,
	pod,
	askedBy,
}: HealthChange): StyledText {
	const polled = askedBy === "poll" ? dim("   polled") : "";
	if (message === undefined) return polled;
	// The line has begun with the pod's name.
	const told =
		namespace === null || pod === null
			? message
			: unnamed(message, { namespace, name: pod });
	return [`   ${told}`, polled];
}
