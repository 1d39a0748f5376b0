import { sep } from "node:path";
import { PluginError } from "../../errors.ts";
import { findExecutable } from "../../executable-file.ts";
import type { ExecPlugin } from "./kubeconfig.ts";

/** The error of a plugin that gives no credential. @param what what is the matter, after its name */
export function failed(
	command: string,
	what: string,
	hint: readonly string[],
): PluginError {
	return new PluginError(
		"credentials",
		`the exec plugin ${JSON.stringify(command)} ${what}`,
		{ hint, facts: { command } },
	);
}

/** The error for a plugin that is not found in this environment. */
export async function notFoundIn(
	env: NodeJS.ProcessEnv,
	plugin: ExecPlugin,
): Promise<PluginError> {
	const refused = await findExecutable(plugin.command, env, "followed");
	return refused === undefined
		? notFound(plugin)
		: failed(
				plugin.command,
				"is in a folder that PATH names relative to the current one",
				["kubectl does not run it either: give PATH the folder's full name"],
			);
}

/** The error for a plugin that is not there, with the kubeconfig's advice. */
export function notFound({ command, installHint }: ExecPlugin): PluginError {
	return failed(
		command,
		command.includes(sep) ? "does not exist" : "is not on PATH",
		[
			"the kubeconfig's user asks it for credentials",
			...(installHint ?? "").split("\n").filter((line) => line.trim() !== ""),
		],
	);
}
