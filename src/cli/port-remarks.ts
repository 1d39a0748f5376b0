import { type ErrorCode, PluginError } from "../errors.ts";
import type { PodTarget } from "../kubernetes/target.ts";

/** What there is to know about the choice of a target's port for somebody who found it to be the wrong one. */
export function portRemarks({ port }: PodTarget): readonly string[] {
	const notes = port.kind === "chosen" ? port.notes : [];
	return notes.flatMap((note) => (note.kind === "remark" ? [note.text] : []));
}

/** Where another port may well be the gRPC one. */
const MAY_BE_ANOTHER_PORT: ReadonlySet<ErrorCode> = new Set([
	"connection-refused",
	"not-http2",
	"silent",
]);

/** What opening a channel threw, with the remarks on the port before its hints where it may be the wrong one. */
export function withPortRemarks(caught: unknown, target: PodTarget): unknown {
	const remarks = portRemarks(target);
	if (!(caught instanceof PluginError) || remarks.length === 0) return caught;
	const { code, message, cause, hint, quoted, facts } = caught;
	if (!MAY_BE_ANOTHER_PORT.has(code)) return caught;
	return new PluginError(code, message, {
		cause,
		hint: [...remarks, ...hint],
		quoted,
		facts,
	});
}
