import type { Access } from "../../cli/access.ts";
import type { RunContext } from "../../cli/run-context.ts";
import type { Page } from "../../render/page.ts";
import type { CallArguments, CallPlan } from "./options.ts";
import type { CallRecorder } from "./recording/recorder.ts";

/** What is needed to show a run, whether its calls are made now or were recorded. */
export type Shown = {
	readonly context: RunContext;
	readonly args: CallArguments;
	readonly plan: CallPlan;
	/** Standard output. */
	readonly page: Page;
};

/** What the steps of one run share. */
export type Run = Shown & {
	readonly access: Access;
	/** When the run began, on the clock of performance.now(). */
	readonly startMs: number;
	/** Undefined: nothing is recorded. */
	readonly recorder: CallRecorder | undefined;
};
