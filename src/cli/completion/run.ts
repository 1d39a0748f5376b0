import { untilAborted } from "../../abort.ts";
import { EXIT_STATUS, type ExitStatus } from "../exit-status.ts";
import type { RunContext } from "../run-context.ts";
import { type Completable, complete } from "./complete.ts";
import { type Completion, NOTHING } from "./completer.ts";
import { printCompletion } from "./print.ts";

/** Milliseconds from the start of the process. A shell that hangs is worse than a word that is not completed. */
const DEADLINE_MS = 300;

/** Sets another deadline, as a duration, for users with a slow cluster or credential plugin. */
const DEADLINE_VARIABLE = "KUBECTL_GRPC_COMPLETION_TIMEOUT";

/** Prints the candidates for the last word, or nothing when they take too long. It never fails, and never prints a reason. */
export async function runCompletion(
	{ stdout, env, signal }: RunContext,
	words: readonly string[],
	completable: Completable,
): Promise<ExitStatus> {
	const completion = await inTime(words, completable, { env, signal }).catch(
		(): Completion => NOTHING,
	);
	await new Promise((resolve) =>
		stdout.write(printCompletion(completion), resolve),
	);
	return EXIT_STATUS.ok;
}

async function inTime(
	words: readonly string[],
	completable: Completable,
	{ env, signal }: Pick<RunContext, "env" | "signal">,
): Promise<Completion> {
	// performance.now() counts from the start of the process.
	const leftMs = Math.max(
		0,
		Math.floor((await deadlineMs(env)) - performance.now()),
	);
	const until = AbortSignal.any([signal, AbortSignal.timeout(leftMs)]);
	return untilAborted(
		complete(words, completable, { env, signal: until }),
		until,
	);
}

async function deadlineMs(env: NodeJS.ProcessEnv): Promise<number> {
	const wanted = env[DEADLINE_VARIABLE];
	if (!wanted) return DEADLINE_MS;
	const { parseDurationMs } = await import("../duration.ts");
	return parseDurationMs(wanted, DEADLINE_VARIABLE);
}
