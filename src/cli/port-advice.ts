import { type ErrorCode, PluginError } from "../errors.ts";
import type { PodTarget } from "../kubernetes/target.ts";
import { isAddress } from "./endpoint-target.ts";
import { logsOf } from "./pod-logs.ts";
import { servingContainer } from "./serving-container.ts";

/** What there is to know about the choice of a target's port for somebody who found it to be the wrong one. */
export function portRemarks({ port }: PodTarget): readonly string[] {
	const notes = port.kind === "chosen" ? port.notes : [];
	return notes.flatMap((note) => (note.kind === "remark" ? [note.text] : []));
}

/** What opening a channel to a pod threw, with what is known of its port and how to name another, where it may be the wrong one. */
export function withPortAdvice(caught: unknown, target: PodTarget): unknown {
	if (!(caught instanceof PluginError) || isAddress(target.pod)) return caught;
	const { code, message, cause, hint, quoted, facts } = caught;
	const another = anotherPort(code, target);
	if (another === undefined) return caught;
	return new PluginError(code, message, {
		cause,
		hint: [...portRemarks(target), ...hint, another],
		quoted,
		facts,
	});
}

/** Undefined where another port would not help. */
function anotherPort(code: ErrorCode, target: PodTarget): string | undefined {
	switch (code) {
		case "connection-refused":
			return `its log says where it listens, for --port: ${logsOf(target.pod, servingContainer(target)?.name)}`;
		case "not-http2":
		case "silent":
			return "--port NAME or NUMBER names another port";
		default:
			return undefined;
	}
}
