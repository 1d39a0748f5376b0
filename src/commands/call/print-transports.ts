import { type PodName, podsText } from "../../cli/pod-name.ts";
import { transportText } from "../../cli/transport-text.ts";
import type { TransportFact } from "../../grpc/transport.ts";
import { counted } from "../../render/prose.ts";
import type { Shown } from "./run-of.ts";
import { printNote } from "./views/print-note.ts";

/** How a pod is spoken to. */
export type Reached = {
	readonly pod: PodName;
	readonly transport: TransportFact;
};

/** Different ones that are told: each pod may have a certificate of its own. */
const MAX_LINES = 5;

/**
 * Says on stderr how pods are spoken to, and what certificate they showed: of a pod any will do, unless flags say more, so which one it
 * was must be seen. What several have in common is told once, with how many they are; that all speak plaintext is not worth a line.
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
