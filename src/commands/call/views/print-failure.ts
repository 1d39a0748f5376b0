import { pageOf, printLines } from "../../../render/page.ts";
import { colourChoice } from "../../../render/style.ts";
import type { Run } from "../run-of.ts";
import type { ToldStatus } from "../status-report.ts";
import { failureLines } from "./failure.ts";

/** Says on stderr how a call failed. */
export function printFailure({ context, args }: Run, told: ToldStatus): void {
	const { stderr, env } = context;
	const page = pageOf(stderr, env, colourChoice(args.flags.color));
	stderr.write(
		printLines(failureLines(told, args.flags["max-msg-size"]), page),
	);
}
