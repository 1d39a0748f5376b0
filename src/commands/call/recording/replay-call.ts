import { EXIT_STATUS, type ExitStatus } from "../../../cli/exit-status.ts";
import { openRecording } from "../../../cli/recording/read.ts";
import { refuseQueryFlags } from "../../../cli/recording/refuse-query-flags.ts";
import { paced } from "../../../cli/recording.ts";
import type { RunContext } from "../../../cli/run-context.ts";
import { PluginError } from "../../../errors.ts";
import { pageOf } from "../../../render/page.ts";
import { noteOn } from "../../../render/progress.ts";
import { colourChoice } from "../../../render/style.ts";
import { CALL_FLAGS } from "../command.ts";
import { type CallArguments, callPlan } from "../options.ts";
import { refuseWithoutTerminal } from "../refuse-without-terminal.ts";
import type { Shown } from "../run-of.ts";
import { printUnusedFlags } from "../unused-flags.ts";
import { printNote } from "../views/print-note.ts";
import { isRecordedFact, isRecordedView } from "./guards.ts";
import { type Replayed, truncatedRecording } from "./recorded-call.ts";
import type { RecordedFact, RecordedView } from "./recorded-facts.ts";
import { servedAtOnce } from "./served-at-once.ts";

/** Shows a recorded run of `kubectl grpc call`. @throws PluginError that the run ended with, `bad-input` for the file */
export async function replayCall(
	context: RunContext,
	args: CallArguments,
	file: string,
): Promise<ExitStatus> {
	refuseQuestions(args);
	const { view, facts } = await openRecording<RecordedFact>(file, {
		of: ["call"],
		isFact: isRecordedFact,
		tell: (line) => noteOn(context.stderr, line),
		signal: context.signal,
	});
	if (!isRecordedView(view)) throw truncatedRecording(file);
	const run = replayedRun(context, args, view);
	printUnusedFlags(run);
	// Only a screen keeps the pauses of the recorded run. They are no use in a pipe or a printed result.
	const speed = run.plan.output.kind === "screen" ? 1 : 0;
	const status = await show(run, view, {
		file,
		facts: paced(servedAtOnce(facts), speed, context.signal),
	});
	return context.signal.aborted ? EXIT_STATUS.interrupted : status;
}

async function show(
	run: Shown,
	{ payloads }: RecordedView,
	replayed: Replayed,
): Promise<ExitStatus> {
	const { pods, repeat } = run.plan;
	if (repeat !== undefined) {
		const { replayRepeated } = await import("./replay-repeated.ts");
		return replayRepeated(run, repeat, replayed);
	}
	if (payloads === "left-out")
		printNote(
			run,
			"the recording has no payloads: --record-payloads keeps them",
		);
	if (pods.kind === "all") {
		const { replayAll } = await import("./replay-all.ts");
		return replayAll(run, replayed);
	}
	const { replayOne } = await import("./replay-one.ts");
	return replayOne(run, replayed);
}

/** Flags that say how a recorded call is shown, and flags that another check refuses. */
const SHOWING = [
	"output-file",
	"format",
	"emit-defaults",
	"proto-names",
	"enum-numbers",
	"ui",
	"protoset-out",
	"proto-out-dir",
	"record-payloads",
] as const;

/** Refuses words, and flags of a query: the recording already has its answers. @throws PluginError `usage` */
function refuseQuestions(args: CallArguments): void {
	if (args.words.length > 0)
		throw new PluginError(
			"usage",
			"--replay shows the call of the recording: leave out the target and the method",
		);
	refuseQueryFlags(args, CALL_FLAGS, SHOWING);
}

/** Returns the run with the recorded flags of the call, and the current flags for how it is shown. @throws PluginError `usage` */
function replayedRun(
	context: RunContext,
	args: CallArguments,
	{ method, flags, payloads }: RecordedView,
): Shown {
	const { "all-namespaces": everywhere = false, compress = "identity" } = flags;
	const then: CallArguments = {
		...args,
		words: ["recording", method],
		flags: {
			...args.flags,
			...flags,
			"all-namespaces": everywhere,
			compress,
		},
	};
	const plan = callPlan(then, context.env, context.signal);
	if (plan.format === "binary" && payloads === "left-out")
		throw new PluginError(
			"usage",
			"the recording has no payloads, and --format binary prints nothing else",
		);
	if (plan.output.kind === "screen") refuseWithoutTerminal(context);
	const colour = colourChoice(args.flags.color);
	const page = pageOf(context.stdout, context.env, colour);
	return { context, args: then, plan, page };
}
