import { isSecret } from "../grpc/secret-name.ts";
import type {
	ClusterEvent,
	ClusterLog,
	LoggedHeaders,
} from "../kubernetes/cluster-log.ts";
import { EXECUTABLE } from "../plugin-name.ts";
import { clockTime, twoDigits } from "../render/clock-time.ts";
import { noteOn, type ProgressStream } from "../render/progress.ts";

/** Verbosity levels from which more is printed, as client-go has them (transport/round_trippers.go, DebugByContext). */
const REQUEST_HEADERS = 7;
const RESPONSE_HEADERS = 8;

/**
 * Returns the log of `-v=6` and above: lines on stderr in the form of kubectl's own log. Bodies are never printed, since a Secret is
 * one.
 */
export function clusterLog(
	stderr: ProgressStream,
	verbosity: number,
): ClusterLog {
	return (event) => {
		for (const [first, ...more] of entriesOf(event, verbosity)) {
			const head = `${stamp(new Date())} ${String(process.pid).padStart(7)} ${EXECUTABLE}] `;
			for (const line of [head + first, ...more]) noteOn(stderr, line);
		}
	};
}

/** An entry of the log: its first line stands behind a time. */
type Entry = readonly [string, ...string[]];

function entriesOf(event: ClusterEvent, verbosity: number): readonly Entry[] {
	switch (event.kind) {
		case "kubeconfig":
			return event.files.map((file) => [
				`Config loaded from file: ${quoted(file)}`,
			]);
		case "exec-plugin": {
			const { command, durationMs } = event;
			return [
				[`"Exec plugin" command=${quoted(command)} milliseconds=${durationMs}`],
			];
		}
		case "request":
			return verbosity < REQUEST_HEADERS
				? []
				: [withHeaders(`"Request" ${exchanged(event)}`, event.headers)];
		case "response": {
			const { status, durationMs, headers } = event;
			const line = `"Response" ${exchanged(event)} status=${quoted(status)} milliseconds=${durationMs}`;
			return [
				verbosity < RESPONSE_HEADERS ? [line] : withHeaders(line, headers),
			];
		}
		case "pause":
			return [
				[
					`"Pause" reason=${quoted(event.reason)} milliseconds=${Math.round(event.pauseMs)}`,
				],
			];
		case "failure": {
			const { message, durationMs } = event;
			return [
				[
					`"Response" ${exchanged(event)} err=${quoted(message)} milliseconds=${durationMs}`,
				],
			];
		}
	}
}

const exchanged = ({
	verb,
	url,
}: Extract<ClusterEvent, { kind: "request" | "response" | "failure" }>) =>
	`verb=${quoted(verb)} url=${quoted(url)}`;

const quoted = (text: string): string => JSON.stringify(text);

/** Adds a line for each header field, sorted by name. */
const withHeaders = (line: string, headers: LoggedHeaders): Entry => [
	`${line} headers=<`,
	...Object.entries(headers)
		.toSorted(([a], [b]) => (a < b ? -1 : 1))
		.flatMap(([name, value = ""]) =>
			[value].flat().map((one) => `    ${name}: ${masked(name, `${one}`)}`),
		),
	" >",
];

/** Returns the value, or in place of a credential the scheme that says what kind it is. A redirect may have one in its address. */
function masked(name: string, value: string): string {
	if (!isSecret(name) && name !== "location") return value;
	const [scheme = ""] = /^(?:Bearer|Basic|Negotiate)(?= )/i.exec(value) ?? [];
	return `${scheme} <masked>`.trimStart();
}

/** Returns klog's stamp, in local time: `I1122 23:22:54.490525`. */
function stamp(date: Date): string {
	const day = twoDigits(date.getMonth() + 1) + twoDigits(date.getDate());
	const fraction = `${String(date.getMilliseconds()).padStart(3, "0")}000`;
	return `I${day} ${clockTime(date)}.${fraction}`;
}
