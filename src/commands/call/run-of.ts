import type { Access } from "../../cli/reach.ts";
import type { RunContext } from "../../cli/run-context.ts";
import type { Page } from "../../render/page.ts";
import type { CallArguments, CallPlan } from "./options.ts";

/** What the steps of one run share. */
export type Run = {
	readonly context: RunContext;
	readonly args: CallArguments;
	readonly plan: CallPlan;
	/** Standard output. */
	readonly page: Page;
	readonly access: Access;
	/** When the run began, by performance.now(). */
	readonly startMs: number;
};
