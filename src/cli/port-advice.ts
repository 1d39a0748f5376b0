import { type ErrorCode, PluginError, withHint } from "../errors.ts";
import { isLoopback } from "../kubernetes/access/proxy-rules.ts";
import type { PodTarget } from "../kubernetes/target.ts";
import { choosePort } from "../kubernetes/targets/port/choose-port.ts";
import { shellWord } from "../shell-word.ts";
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
			? refusedHint(target)
			: (likelierPort(target) ?? "--port NAME or NUMBER names another port"),
	];
}

/** Returns the hints for `HOST:PORT`. */
function anotherAddress(address: string, code: ErrorCode): readonly string[] {
	const { host } = splitAddress(address);
	return [
		`name another port: ${host}:PORT`,
		...(code === "connection-refused" ? noPortForward(address) : []),
	];
}

/** Returns a hint for an address that refuses connections: who names one of this machine may think that a pod needs a port-forward. */
export function noPortForward(address: string): readonly string[] {
	return isLoopback(splitAddress(address).name)
		? [
				`a pod needs no port-forward: name it, or its deploy/NAME, in place of ${address}`,
			]
		: [];
}

/** Splits `HOST:PORT`. The name is the host without the brackets of an IPv6 address. */
function splitAddress(address: string): {
	readonly host: string;
	readonly name: string;
} {
	const host = address.slice(0, address.lastIndexOf(":"));
	return { host, name: host.replace(/^\[|\]$/g, "") };
}

/** Returns what to do about a pod that refuses connections on its port. */
export function refusedHint(target: PodTarget): string {
	const likelier = likelierPort(target);
	if (likelier !== undefined) return likelier;
	const logs = logsOf(target.pod, servingContainer(target)?.name);
	return `its log may name its port, for --port: ${logs}`;
}

/**
 * Returns the words that name the port for which the pod gives evidence, in place of a number that the user gave and no container
 * declares. Undefined if there is no such number, or no such port.
 */
export function likelierPort({
	pod,
	port,
	origin,
}: PodTarget): string | undefined {
	if (port.kind === "none" || port.evidence !== "flag") return undefined;
	const declared = pod.containers.flatMap(({ ports }) => ports);
	if (declared.some((each) => each.port === port.port)) return undefined;
	const likelier = choosePort(pod, {});
	if (likelier.kind === "none" || likelier.evidence === "first-port")
		return undefined;
	const why = `(${likelier.reason})`;
	switch (port.reason) {
		case `--port ${port.port}`:
			return `--port ${likelier.port} ${why}`;
		case `${origin}:${port.port}`:
			return `${shellWord(`${origin}:${likelier.port}`)} ${why}`;
		default:
			// A port of a Service, which names it for its clients.
			return undefined;
	}
}
