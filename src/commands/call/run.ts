import type { ExitStatus } from "../../cli/exit-status.ts";
import { checkRecordingFlags } from "../../cli/recording.ts";
import type { RunContext } from "../../cli/run-context.ts";
import { pageOf } from "../../render/page.ts";
import { colourChoice } from "../../render/style.ts";
import { callOne } from "./call-one.ts";
import { openAccess } from "./open-access.ts";
import { type CallArguments, callPlan } from "./options.ts";
import { withOutputFile } from "./output-flag.ts";
import { type CallRecorder, failuresTo } from "./recording/recorder.ts";
import { refuseWithoutTerminal } from "./refuse-without-terminal.ts";
import type { Run, Shown } from "./run-of.ts";
import { isStdin } from "./stdin.ts";
import { printUnusedFlags } from "./unused-flags.ts";

/** Runs `kubectl grpc call`. @throws PluginError */
export async function runCall(
	context: RunContext,
	given: CallArguments,
): Promise<ExitStatus> {
	const args = withOutputFile(given);
	const { record, replay } = args.flags;
	checkRecordingFlags(args.flags, []);
	if (replay !== undefined) {
		const { replayCall } = await import("./recording/replay-call.ts");
		return replayCall(context, args, replay);
	}
	const ending = new AbortController();
	const signal = AbortSignal.any([context.signal, ending.signal]);
	const plan = callPlan(args, context.env, signal);
	if (plan.output.kind === "screen") refuseWithoutTerminal(context);
	const page = pageOf(
		context.stdout,
		context.env,
		colourChoice(args.flags.color),
	);
	const startMs = performance.now();
	const shown = { context, args, plan, page };
	printUnusedFlags(shown);
	const recorder =
		record === undefined ? undefined : await recorderTo(record, shown);
	const { access, close } = await failuresTo(recorder, () =>
		openAccess(context, args, plan, signal),
	);
	try {
		return await perform({ ...shown, access, startMs, recorder });
	} finally {
		// After --all-pods without --repeat every call has ended, and the process closes the connections when it exits.
		if (plan.pods.kind !== "all" || plan.repeat !== undefined) ending.abort();
		close();
		await recorder?.close();
		// A terminal that is still read would keep the process alive.
		if (plan.data.some(isStdin)) context.stdin.destroy();
	}
}

async function recorderTo(file: string, shown: Shown): Promise<CallRecorder> {
	const { startCallRecorder } = await import("./recording/start.ts");
	return startCallRecorder(file, shown);
}

async function perform(run: Run): Promise<ExitStatus> {
	const { pods, repeat } = run.plan;
	if (repeat !== undefined) {
		const { callRepeatedly } = await import("./repeat/call-repeatedly.ts");
		return callRepeatedly(run, repeat);
	}
	if (pods.kind !== "all") return callOne(run);
	const { callAll } = await import("./call-all.ts");
	return callAll(run, pods.atOnce);
}
