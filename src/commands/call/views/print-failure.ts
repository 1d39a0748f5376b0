import { pageOf, printLines } from "../../../render/page.ts";
import { colourChoice } from "../../../render/style.ts";
import type { Called } from "../called.ts";
import { type CallEnd, NOT_KNOWN } from "../facts.ts";
import { circumstancesOf } from "../hints.ts";
import type { Shown } from "../run-of.ts";
import { servedInstead } from "../served-instead.ts";
import type { DecodedStatus } from "../status-report.ts";
import { failureLines } from "./failure.ts";

/** Prints on stderr how a call failed, and what may help. */
export async function printFailure(
	run: Shown,
	called: Called,
	status: DecodedStatus,
	{ atMs }: Pick<CallEnd, "atMs">,
): Promise<void> {
	const { stderr, env } = run.context;
	const page = pageOf(stderr, env, colourChoice(run.args.flags.color));
	const { name, source } = status.report;
	const served =
		name === "UNIMPLEMENTED" && source === "server"
			? await servedInstead(run, called)
			: NOT_KNOWN;
	const circumstances = circumstancesOf(run, served, atMs);
	stderr.write(printLines(failureLines(status, circumstances), page));
}
