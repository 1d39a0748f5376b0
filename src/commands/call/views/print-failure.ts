import { pageOf, printLines } from "../../../render/page.ts";
import { colourChoice } from "../../../render/style.ts";
import type { Called } from "../called.ts";
import type { Circumstances } from "../hints.ts";
import { isSecret } from "../redact.ts";
import type { Shown } from "../run-of.ts";
import { servedInstead } from "../served-instead.ts";
import type { StatusReport, ToldStatus } from "../status-report.ts";
import { failureLines } from "./failure.ts";

/** Says on stderr how a call failed, and what may help. */
export async function printFailure(
	run: Shown,
	called: Called,
	told: ToldStatus,
): Promise<void> {
	const { stderr, env } = run.context;
	const page = pageOf(stderr, env, colourChoice(run.args.flags.color));
	const circumstances = await circumstancesOf(run, called, told.report);
	stderr.write(printLines(failureLines(told, circumstances), page));
}

async function circumstancesOf(
	run: Shown,
	called: Called,
	{ name, source }: StatusReport,
): Promise<Circumstances> {
	const { deadlineMs, metadata = [] } = run.plan.call;
	return {
		maxReceiveBytes: run.args.flags["max-msg-size"],
		deadlineMs,
		credentials: metadata.some(([key]) => isSecret(key)) ? "sent" : "none",
		served:
			name === "UNIMPLEMENTED" && source === "server"
				? await servedInstead(run, called)
				: [],
	};
}
