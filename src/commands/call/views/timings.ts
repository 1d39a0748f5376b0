import { formatDuration } from "../../../render/duration.ts";
import type { CallTimings } from "../report.ts";

/** Returns the steps of -vv as a tree. */
export function timingTree(timings: CallTimings): string {
	const { resolveMs, tunnelMs, tlsMs, settingsMs, schemaMs, callMs } = timings;
	const { firstResponseMs } = timings;
	const connectMs = tunnelMs + (tlsMs ?? 0) + settingsMs;
	const rows: readonly (readonly [string, number | null])[] = [
		["Timing", resolveMs + connectMs + schemaMs + callMs],
		["  resolve target", resolveMs],
		["  connect", connectMs],
		["    tunnel", tunnelMs],
		["    TLS", tlsMs],
		["    HTTP/2 settings", settingsMs],
		["  schema", schemaMs],
		["  call", callMs],
		["    first response", firstResponseMs],
		["    then trailers", callMs - (firstResponseMs ?? 0)],
	];
	return `\n${rows
		.filter(([, ms]) => ms !== null)
		.map(([name, ms]) => `${name}: ${formatDuration(ms ?? 0)}\n`)
		.join("")}`;
}
