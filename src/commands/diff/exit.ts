import {
	EXIT_STATUS,
	type ExitStatus,
	exitStatusOfPods,
} from "../../cli/exit-status.ts";
import { failedPods } from "../../cli/several-pods.ts";
import type { Side } from "./facts.ts";
import type { SchemaDiff } from "./report.ts";

const SIDES: readonly Side[] = ["first", "second"];

/** Which differences count as a failure. */
type Strictness = "breaking" | "none";

/** Returns 1 where `strictness` is `breaking` and something breaks; otherwise 2 or 3 for pods without a schema; otherwise 0. */
export function diffExitStatus(
	{ breaks, schemas, failed }: SchemaDiff,
	strictness: Strictness,
): ExitStatus {
	if (strictness === "breaking" && breaks.length > 0) return EXIT_STATUS.failed;
	const known = schemas.flatMap(({ holders }) => holders);
	const missed = SIDES.flatMap((side) =>
		failedPods(
			failed.filter((one) => one.side === side),
			known.some((one) => one.side === side) ? "some" : "none",
		),
	);
	return exitStatusOfPods(missed.map(({ failure }) => failure.code));
}
