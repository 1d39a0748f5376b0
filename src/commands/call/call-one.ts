import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { EXIT_STATUS, type ExitStatus } from "../../cli/exit-status.ts";
import { PluginError } from "../../errors.ts";
import type { StructuredFormat } from "../../render/output-format.ts";
import { objectPrinter } from "../../render/structured.ts";
import { type Called, factsOf } from "./called.ts";
import { collectAnswer } from "./collect-answer.ts";
import { conclude } from "./conclude.ts";
import type { CallEnd } from "./facts.ts";
import { findPod } from "./find-pod.ts";
import { pathOf } from "./method.ts";
import { learnMethod } from "./open.ts";
import { callResult } from "./report.ts";
import type { Run } from "./run-of.ts";
import { printFailure } from "./views/print-failure.ts";
import { streamView } from "./views/stream.ts";

/** Calls one pod. @throws PluginError */
export async function callOne(run: Run): Promise<ExitStatus> {
	const { context, plan, startMs } = run;
	const { target, open } = await findPod(run);
	const resolveMs = performance.now() - startMs;
	const channel = await open();
	try {
		const known = await learnMethod(context, run.args, plan, {
			target,
			channel,
		});
		const called = { target, channel, known, resolveMs };
		return await show(run, called);
	} finally {
		channel.close();
	}
}

async function show(run: Run, called: Called): Promise<ExitStatus> {
	const { output } = run.plan;
	switch (output.kind) {
		case "responses":
			return showResponses(run, called);
		case "screen": {
			const { showLive } = await import("./live/show-live.tsx");
			return showLive(run, called);
		}
		case "whole":
			return showResult(run, called, output.format);
	}
}

async function showResponses(run: Run, called: Called): Promise<ExitStatus> {
	const { context, plan } = run;
	const file =
		plan.outputFile === undefined ? undefined : await openFile(plan.outputFile);
	const out = file ?? context.stdout;
	const view = streamView(run, called, out);
	let end: CallEnd | undefined;
	try {
		for await (const fact of factsOf(run, called)) {
			await view.show(fact);
			if (fact.kind === "end") end = fact;
		}
	} finally {
		if (file !== undefined) {
			file.end();
			await once(file, "close");
		}
	}
	if (run.context.signal.aborted || end === undefined)
		return EXIT_STATUS.interrupted;
	const undecodable = view.undecodable();
	return conclude(called, { end, undecodable }, (told) =>
		printFailure(run, called, told),
	);
}

async function showResult(
	run: Run,
	called: Called,
	format: StructuredFormat,
): Promise<ExitStatus> {
	const { context, page } = run;
	const collected = await collectAnswer(run, called);
	const print = await objectPrinter(format, page);
	const name = pathOf(called.known.method).slice(1);
	context.stdout.write(print(callResult(name, collected.answer)));
	if (context.signal.aborted) return EXIT_STATUS.interrupted;
	// The status is part of what was printed.
	return conclude(called, collected, async () => {});
}

async function openFile(path: string) {
	const file = createWriteStream(path);
	try {
		await once(file, "open");
		return file;
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new PluginError("bad-input", `--output-file: ${reason}`, { cause });
	}
}
