import { untilAborted } from "../../abort.ts";
import type { ExitStatus } from "../../cli/exit-status.ts";
import { failureLines } from "../../cli/failure-lines.ts";
import { refuseIfForbidden } from "../../cli/missing-right.ts";
import { createReach } from "../../cli/reach.ts";
import type { FailureFact } from "../../cli/recording/failure.ts";
import { openRun, type Timed } from "../../cli/recording.ts";
import type { RunContext } from "../../cli/run-context.ts";
import { parseOutputFormat } from "../../render/output-format.ts";
import { pageOf, printLines } from "../../render/page.ts";
import { noteOn, type Progress, startProgress } from "../../render/progress.ts";
import { colourChoice } from "../../render/style.ts";
import { DIFF_FORMATS } from "./command.ts";
import { deduplicateSchemas } from "./deduplicate-schemas.ts";
import { diffExitStatus } from "./exit.ts";
import { exportGroups } from "./export-groups.ts";
import type { DiffFact } from "./facts.ts";
import { namesOf } from "./holder-names.ts";
import { applyFact, eachOnce, type Holder } from "./holders.ts";
import { type SchemaDiff, schemaDiff } from "./report.ts";
import { type DiffArguments, diffFacts, sidesOf } from "./source.ts";
import { printDiff } from "./view.ts";

/** Runs `kubectl grpc diff`. @throws PluginError */
export async function runDiff(
	context: RunContext,
	args: DiffArguments,
): Promise<ExitStatus> {
	const { flags } = args;
	const format = parseOutputFormat(flags.output, DIFF_FORMATS);
	const page = pageOf(context.stdout, context.env, colourChoice(flags.color));
	const sides = sidesOf(args);
	const reaching = createReach(context, flags);
	try {
		const { facts } = await openRun<DiffFact>(context, flags, {
			command: "diff",
			view: {},
			loadGuard: async () => (await import("./is-fact.ts")).isDiffFact,
			see: () => diffFacts(args, sides, reaching.reach, context),
		});
		using progress = startProgress(context.stderr, context.env);
		const holders = await settle(progress, facts);
		refuseIfForbidden(failuresOf(holders));
		progress.update("comparing…");
		const diff = await untilAborted(schemaDiff(holders), context.signal);
		progress.stop();
		await exportGroups(flags, diff, holders, (line) =>
			noteOn(context.stderr, line),
		);
		context.stdout.write(await printDiff(diff, format, page));
		if (format.kind === "name") tellFailed(context, flags, diff);
		return diffExitStatus(diff, flags["exit-code"] ? "breaking" : "none");
	} finally {
		reaching.close();
	}
}

/** Prints the failures on stderr: `-o name` prints only the differing symbols, which say nothing about pods that failed. */
function tellFailed(
	{ stderr, env }: RunContext,
	flags: DiffArguments["flags"],
	{ failed }: SchemaDiff,
): void {
	const nameOf = namesOf(failed, "wide");
	const missed = eachOnce(failed).filter(({ counted }) => counted);
	const lines = failureLines(
		missed.map((one) => ({ name: nameOf(one), failure: one.failure })),
	);
	const page = pageOf(stderr, env, colourChoice(flags.color));
	stderr.write(printLines(lines, page));
}

async function settle(
	progress: Progress,
	facts: AsyncIterable<Timed<DiffFact>>,
): Promise<readonly Holder[]> {
	const shared = deduplicateSchemas();
	let holders: readonly Holder[] = [];
	for await (const { fact } of facts) {
		holders = applyFact(holders, shared(fact));
		const known = holders.filter(({ answer }) => answer.kind !== "pending");
		progress.update(`read ${known.length} of ${holders.length} schemas…`);
	}
	return holders;
}

/** Returns the failure of each pod, or undefined. It leaves out files, and pods that failed with `unreachable`. */
function failuresOf(
	holders: readonly Holder[],
): readonly (FailureFact | undefined)[] {
	return holders
		.filter(({ namespace }) => namespace !== null)
		.map(({ answer }) =>
			answer.kind === "failed" ? answer.failure : undefined,
		)
		.filter((failure) => failure?.code !== "unreachable");
}
