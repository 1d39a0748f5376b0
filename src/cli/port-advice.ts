import { type ErrorCode, PluginError } from "../errors.ts";
import type { PodTarget } from "../kubernetes/target.ts";
import { isAddress } from "./endpoint-target.ts";
import { logsOf } from "./pod-logs.ts";
import type { OpenChannelTo } from "./reach.ts";
import { servingContainer } from "./serving-container.ts";

/** What there is to know about the choice of a target's port for somebody who found it to be the wrong one. */
export function portRemarks({ port }: PodTarget): readonly string[] {
	const notes = port.kind === "chosen" ? port.notes : [];
	return notes.flatMap((note) => (note.kind === "remark" ? [note.text] : []));
}

/** Where a pod's port may be the wrong one, its opener's errors come with the remarks on the port; for several pods, which then say alike. */
export const remarkingPorts = (open: OpenChannelTo): OpenChannelTo =>
	hinting(open, () => []);

/** The same of one pod, with how to name another port. */
export const advisingOnPort = (open: OpenChannelTo): OpenChannelTo =>
	hinting(open, (code, target) => [anotherPort(code, target)]);

type FurtherHints = (code: ErrorCode, target: PodTarget) => readonly string[];

const hinting =
	(open: OpenChannelTo, further: FurtherHints): OpenChannelTo =>
	(target, signal) =>
		open(target, signal).catch((caught: unknown) => {
			throw withHints(caught, target, further);
		});

const MAY_BE_ANOTHER_PORT: ReadonlySet<ErrorCode> = new Set([
	"connection-refused",
	"not-http2",
	"silent",
]);

function withHints(
	caught: unknown,
	target: PodTarget,
	further: FurtherHints,
): unknown {
	if (!(caught instanceof PluginError) || isAddress(target.pod)) return caught;
	const { code, message, cause, hint, quoted, facts } = caught;
	if (!MAY_BE_ANOTHER_PORT.has(code)) return caught;
	return new PluginError(code, message, {
		cause,
		hint: [...portRemarks(target), ...hint, ...further(code, target)],
		quoted,
		facts,
	});
}

const anotherPort = (code: ErrorCode, target: PodTarget): string =>
	code === "connection-refused"
		? whereItSaysItListens(target)
		: "--port NAME or NUMBER names another port";

/** What to do about a pod that refuses connections on its port. */
export function whereItSaysItListens(target: PodTarget): string {
	const logs = logsOf(target.pod, servingContainer(target)?.name);
	return `its log may name its port, for --port: ${logs}`;
}
