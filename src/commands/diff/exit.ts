import {
	EXIT_STATUS,
	type ExitStatus,
	exitStatusOfPods,
} from "../../cli/exit-status.ts";
import { missedOf } from "../../cli/several-pods.ts";
import type { Side } from "./facts.ts";
import type { HolderReport } from "./holders.ts";
import type { SchemaDiff } from "./report.ts";

const SIDES: readonly Side[] = ["first", "second"];

/** What counts as a failure besides pods that are not known. */
type Strictness = "breaking" | "none";

/** 1 where something breaks and that is asked for; else 2 or 3 for pods that are missed; else 0. */
export function diffExitStatus(
	{ breaks, schemas, failed }: SchemaDiff,
	strictness: Strictness,
): ExitStatus {
	if (strictness === "breaking" && breaks.length > 0) return EXIT_STATUS.failed;
	const known = schemas.flatMap(({ holders }) => holders).filter(isPod);
	const missed = SIDES.flatMap((side) =>
		missedOf(
			failed.filter((one) => one.side === side),
			known.some((one) => one.side === side) ? "some" : "none",
		),
	);
	return exitStatusOfPods(missed.map(({ failure }) => failure.code));
}

function isPod({ namespace }: HolderReport): boolean {
	return namespace !== null;
}
