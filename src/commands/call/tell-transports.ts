import { transportText } from "../../cli/transport-text.ts";
import type { TransportFact } from "../../grpc/transport.ts";
import { counted } from "../../render/prose.ts";
import type { Shown } from "./run-of.ts";
import { tell } from "./views/tell.ts";

/** Different ones that are told: each pod may have a certificate of its own. */
const TOLD = 5;

/**
 * Says on stderr how pods are spoken to, and what certificate they showed: of a pod any will do, unless flags say more, so which one it
 * was must be seen. What several have in common is told once, with how many they are; that all speak plaintext is not worth a line.
 */
export function tellTransports(
	run: Shown,
	transports: readonly TransportFact[],
): void {
	if (transports.every(({ kind }) => kind === "plaintext")) return;
	const alike = [...Map.groupBy(transports, transportText)].toSorted(
		([a, { length: ofA }], [b, { length: ofB }]) =>
			ofB - ofA || (a < b ? -1 : 1),
	);
	for (const [text, { length }] of alike.slice(0, TOLD)) {
		const many = transports.length === 1 ? "" : ` (${counted(length, "pod")})`;
		tell(run, `${text}${many}`);
	}
	if (alike.length > TOLD)
		tell(run, `… ${counted(alike.length - TOLD, "certificate")} more`);
}
