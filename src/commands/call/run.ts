import type { ExitStatus } from "../../cli/exit-status.ts";
import type { RunContext } from "../../cli/run-context.ts";
import { PluginError } from "../../errors.ts";
import { pageOf, takesLiveScreen } from "../../render/page.ts";
import { colourChoice } from "../../render/style.ts";
import { callOne } from "./call-one.ts";
import { isStdin } from "./is-stdin.ts";
import { openAccess } from "./open-access.ts";
import { type CallArguments, callPlan } from "./options.ts";
import type { Run } from "./run-of.ts";

/** Runs `kubectl grpc call`. @throws PluginError */
export async function runCall(
	context: RunContext,
	args: CallArguments,
): Promise<ExitStatus> {
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
	const { access, close } = await openAccess(context, args, plan, signal);
	const run: Run = { context, args, plan, page, access, startMs };
	try {
		return await perform(run);
	} finally {
		ending.abort();
		close();
		// A terminal that is still being read would keep the process.
		if (plan.data.some(isStdin)) context.stdin.destroy();
	}
}

/** @throws PluginError `usage` where no live screen can be shown */
function refuseWithoutTerminal({ stdin, stdout, env }: RunContext): void {
	if (takesLiveScreen(stdin, stdout, env)) return;
	throw new PluginError(
		"usage",
		env["TERM"] === "dumb"
			? "--ui needs a terminal that can move its cursor, and TERM is dumb"
			: "--ui needs a terminal for its input and its output",
		{ hint: ["without --ui responses are printed as they come"] },
	);
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
