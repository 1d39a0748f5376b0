import type { RunContext } from "../../cli/run-context.ts";
import { PluginError } from "../../errors.ts";
import { takesLiveScreen } from "../../render/page.ts";

/** Checks that a live screen can be shown. @throws PluginError `usage` if it cannot */
export function refuseWithoutTerminal(context: RunContext): void {
	if (takesLiveScreen(context)) return;
	throw new PluginError(
		"usage",
		context.env["TERM"] === "dumb"
			? "--ui needs a terminal that can move its cursor, and TERM is dumb"
			: "--ui needs a terminal for its input and its output",
		{ hint: ["without --ui responses are printed as they come"] },
	);
}
