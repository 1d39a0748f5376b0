import { EXIT_STATUS, type ExitStatus } from "../../cli/exit-status.ts";
import type { RunContext } from "../../cli/run-context.ts";
import { INVOCATION } from "../../plugin-name.ts";
import { shimFor } from "./shim.ts";
import { shimFolder } from "./shim-folder.ts";
import { writeShim } from "./write-shim.ts";

/** Writes the shim that kubectl runs, and prints what is done and what the user still has to do. @throws PluginError `bad-input` */
export async function installShim(
	{ stdout, stderr, env }: RunContext,
	dir: string | undefined,
): Promise<ExitStatus> {
	const { folder, warning } = await shimFolder(dir, env);
	const { path, change } = await writeShim(folder, shimFor(process.platform));
	stdout.write(
		[
			change === "written" ? `Wrote ${path}` : `${path} is there already`,
			`kubectl (1.26 or later) asks it what completes "${INVOCATION}", where its own completion is on:`,
			`  ${howToTurnOn(env)}`,
			"",
		].join("\n"),
	);
	if (warning !== undefined) stderr.write(`WARNING: ${warning}\n`);
	return EXIT_STATUS.ok;
}

/** Returns the command that turns on kubectl's own completion in the user's shell. */
function howToTurnOn(env: NodeJS.ProcessEnv): string {
	const shell = env["SHELL"] ?? "";
	if (process.platform === "win32" && shell === "")
		return "kubectl completion powershell | Out-String | Invoke-Expression";
	if (shell.endsWith("fish")) return "kubectl completion fish | source";
	return `source <(kubectl completion ${shell.endsWith("zsh") ? "zsh" : "bash"})`;
}
