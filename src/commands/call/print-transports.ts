import { type PodName, podsText } from "../../cli/pod-name.ts";
import { transportText } from "../../cli/transport-text.ts";
import type { TransportFact } from "../../grpc/transport.ts";
import { counted } from "../../render/prose.ts";
import type { Shown } from "./run-of.ts";
import { printNote } from "./views/print-note.ts";

/** A pod and the transport of the connection to it. */
export type Reached = {
	readonly pod: PodName;
	readonly transport: TransportFact;
};

/** The number of different transports that are printed. Each pod may have its own certificate. */
const MAX_LINES = 5;

/**
 * Prints on stderr the transport to the pods and their certificates. Unless flags say more, any certificate of a pod is
 * accepted, so the user must see which one it was. Pods with the same transport share a line, which says how many they are.
 * Nothing is printed if all pods speak plaintext.
 */
export function printTransports(run: Shown, reached: readonly Reached[]): void {
	if (reached.every(({ transport }) => transport.kind === "plaintext")) return;
	const alike = Map.groupBy(reached, ({ transport }) =>
		transportText(transport),
	);
	const sorted = [...alike].toSorted(
		([a, { length: ofA }], [b, { length: ofB }]) =>
			ofB - ofA || (a < b ? -1 : 1),
	);
	for (const [text, same] of sorted.slice(0, MAX_LINES)) {
		const pods = podsText(same.map(({ pod }) => pod));
		printNote(run, reached.length === 1 ? text : `${text} (${pods})`);
	}
	if (sorted.length > MAX_LINES)
		printNote(
			run,
			`… ${counted(sorted.length - MAX_LINES, "certificate")} more`,
		);
}
