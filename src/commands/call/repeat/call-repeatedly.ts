import { addAbortSignal } from "node:stream";
import { EXIT_STATUS, type ExitStatus } from "../../../cli/exit-status.ts";
import { toPluginError } from "../../../errors.ts";
import { type Progress, startProgress } from "../../../render/progress.ts";
import { counted, formatCount } from "../../../render/prose.ts";
import { objectPrinter } from "../../../render/structured.ts";
import { sharedSchemaBuilder } from "../../../schema/source/schema-builder.ts";
import type { Repeat } from "../options.ts";
import { printTransports } from "../print-transports.ts";
import { failuresTo } from "../recording/recorder.ts";
import type { Run, Shown } from "../run-of.ts";
import { isStdin, openStdin } from "../stdin.ts";
import { printStatistics } from "../views/statistics.ts";
import { type CountedPods, findCountedPods } from "./counted-pods.ts";
import { recordedPods } from "./recorded-pods.ts";
import type { CallStatistics } from "./report.ts";
import { callStatistics, statisticsExitStatus } from "./statistics.ts";
import type { Measured } from "./tally.ts";

/**
 * Makes a call many times and prints counts and latencies. After Ctrl-C it prints those of the calls so far.
 * @throws PluginError
 */
export async function callRepeatedly(
	run: Run,
	repeat: Repeat,
): Promise<ExitStatus> {
	const stdin = await readStdin(run);
	return showRepeated(run, repeat, async () => {
		const builder = sharedSchemaBuilder();
		const told = new Map();
		const find = () => findCountedPods({ run, repeat, stdin, builder, told });
		const counted = await failuresTo(run.recorder, find);
		return run.recorder === undefined
			? counted
			: recordedPods(run.recorder, counted);
	});
}

/**
 * Shows the progress of the calls, and then their statistics. If the calls end early, it shows the statistics so far.
 * @throws PluginError
 */
export async function showRepeated(
	run: Shown,
	repeat: Repeat,
	find: () => Promise<CountedPods>,
): Promise<ExitStatus> {
	const { context, plan } = run;
	const { times, concurrency, intervalMs } = repeat;
	const { via, tallies, call } = await find();
	using progress = startProgress(context.stderr, context.env);
	const total = via === null ? times * tallies().length : times;
	const onCall = progressReporter(progress, total);
	const failure = await call(onCall).then(() => undefined, toPluginError);
	progress.stop();
	printTransports(
		run,
		tallies().flatMap(({ pod, transport }) =>
			transport === undefined ? [] : [{ pod, transport }],
		),
	);
	const statistics = callStatistics(
		{ method: plan.method, via, repeat: times, concurrency, intervalMs },
		tallies(),
	);
	const isLeft = context.signal.aborted;
	const isWhole = failure === undefined && !isLeft;
	if (isWhole || statistics.calls > 0) await print(run, statistics);
	if (isLeft) return EXIT_STATUS.interrupted;
	if (failure !== undefined) throw failure;
	return statisticsExitStatus(statistics);
}

/** Reads all of standard input, if -d names it. Each call sends the same data. */
async function readStdin({
	context,
	plan,
}: Shown): Promise<readonly Uint8Array[]> {
	if (!plan.data.some(isStdin)) return [];
	const chunks: Uint8Array[] = [];
	for await (const chunk of addAbortSignal(context.signal, openStdin(context)))
		chunks.push(Buffer.from(chunk));
	return chunks;
}

function progressReporter(
	progress: Progress,
	total: number,
): (call: Measured) => void {
	let done = 0;
	let failed = 0;
	const text = () => {
		const failures = failed === 0 ? "" : `, ${formatCount(failed)} failed`;
		return `${formatCount(done)} of ${counted(total, "call")}${failures}…`;
	};
	// The connection and the first call may take long, so the progress is shown before they end.
	progress.update(text);
	return ({ status }) => {
		done++;
		if (status.code !== 0) failed++;
		progress.update(text);
	};
}

async function print(
	{ context, plan: { output }, args, page }: Shown,
	statistics: CallStatistics,
): Promise<void> {
	const text =
		output.kind === "whole"
			? (await objectPrinter(output.format, page))(statistics)
			: printStatistics(statistics, {
					page,
					headers: args.flags["no-headers"] ? "hidden" : "shown",
				});
	context.stdout.write(text);
}
