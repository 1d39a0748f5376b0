import { type ErrorCode, PluginError, withHint } from "../errors.ts";
import { isLoopback } from "../kubernetes/access/proxy-rules.ts";
import type { PodTarget } from "../kubernetes/target.ts";
import type { OpenChannelTo } from "./connect.ts";
import { isAddress } from "./endpoint-target.ts";
import { logsOf } from "./pod-logs.ts";
import { servingContainer } from "./serving-container.ts";

/** Returns the remarks on the choice of a target's port, for a user who finds it wrong. */
export function portRemarks({ port }: PodTarget): readonly string[] {
	const notes = port.kind === "chosen" ? port.notes : [];
	return notes.flatMap((note) => (note.kind === "remark" ? [note.text] : []));
}

/** Adds the remarks on the port to the errors of an opener that a wrong port may cause. For several pods, it adds no further hint. */
export const withPortRemarks = (open: OpenChannelTo): OpenChannelTo =>
	hinting(open, () => []);

/** As {@link withPortRemarks} for one pod, with a hint how to choose another port. */
export const withPortAdvice = (open: OpenChannelTo): OpenChannelTo =>
	hinting(open, anotherPort);

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
	if (!(caught instanceof PluginError)) return caught;
	const { code, hint } = caught;
	if (!MAY_BE_ANOTHER_PORT.has(code)) return caught;
	const remarks = portRemarks(target);
	return withHint(caught, [...remarks, ...hint, ...further(code, target)]);
}

function anotherPort(code: ErrorCode, target: PodTarget): readonly string[] {
	if (isAddress(target.pod)) return anotherAddress(target.pod.name, code);
	return [
		code === "connection-refused"
			? logHint(target)
			: "--port NAME or NUMBER names another port",
	];
}

/** Returns the hints for `HOST:PORT`. Who names an address of this machine may think that a pod needs a port-forward. */
function anotherAddress(address: string, code: ErrorCode): readonly string[] {
	const host = address.slice(0, address.lastIndexOf(":"));
	const isOfThisMachine = isLoopback(host.replace(/^\[|\]$/g, ""));
	return [
		`name another port: ${host}:PORT`,
		...(code === "connection-refused" && isOfThisMachine
			? [
					`a pod needs no port-forward: name it, or its deploy/NAME, in place of ${address}`,
				]
			: []),
	];
}

/** Returns what to do about a pod that refuses connections on its port. */
export function logHint(target: PodTarget): string {
	const logs = logsOf(target.pod, servingContainer(target)?.name);
	return `its log may name its port, for --port: ${logs}`;
}
