import { defineCommand } from "../../cli/command.ts";
import { EXIT_STATUS } from "../../cli/exit-status.ts";
import { defineFlags } from "../../cli/flags.ts";
import { PluginError } from "../../errors.ts";
import { COMPLETION_SHIM, EXECUTABLE, INVOCATION } from "../../plugin-name.ts";
import type { Shell } from "./script.ts";

const SHELLS: readonly Shell[] = ["bash", "zsh", "fish", "powershell"];

const flags = defineFlags({
	dir: {
		kind: "string",
		placeholder: "FOLDER",
		complete: "folder",
		group: "command",
		help: "With kubectl: the folder to write to. Default: the first writable one of these on PATH: the plugin's own folder, krew's folder, a folder inside the home folder.",
	},
});

/** `kubectl grpc completion`. */
export const completionCommand = defineCommand(
	{
		name: "completion",
		summary:
			"Set up the completion of commands, flags, targets, ports and more",
		details: [
			`"completion kubectl" is what most people want: it writes ${COMPLETION_SHIM} into a folder on PATH, which kubectl's own completion asks for the words after "${INVOCATION}". The others print a script that completes ${EXECUTABLE} called by its own name.`,
			"Names come from the cluster that the flags on the line choose, such as -n and --context. If the cluster does not answer within 300ms, they are left out.",
		],
		usage: "kubectl|bash|zsh|fish|powershell",
		complete: ["kubectl", ...SHELLS],
		examples: [
			{
				does: `Complete ${INVOCATION} wherever kubectl completes`,
				command: "completion kubectl",
			},
			{
				does: "The same, but write the file into a folder of your choice",
				command: "completion kubectl --dir ~/bin",
			},
			{
				does: `Complete ${EXECUTABLE} in bash`,
				command: `completion bash > ~/.local/share/bash-completion/completions/${EXECUTABLE}`,
			},
			{
				does: `Complete ${EXECUTABLE} in zsh`,
				command: `completion zsh > "\${fpath[1]}/_${EXECUTABLE}"`,
			},
			{
				does: `Complete ${EXECUTABLE} in fish`,
				command: `completion fish > ~/.config/fish/completions/${EXECUTABLE}.fish`,
			},
			{
				does: `Complete ${EXECUTABLE} in PowerShell`,
				command: "completion powershell >> $PROFILE",
			},
		],
		flags,
	},
	async (context, { words, flags }) => {
		const [word = "", ...more] = words;
		if (word === "kubectl" && more.length === 0) {
			const { installShim } = await import("./install-shim.ts");
			return installShim(context, flags.dir);
		}
		const shell = SHELLS.find((shell) => shell === word);
		if (shell === undefined || more.length > 0) throw notAShell(words);
		if (flags.dir !== undefined)
			throw new PluginError("usage", "--dir goes with kubectl alone", {
				hint: [`the script of ${shell} is printed: redirect it to a file`],
			});
		const { completionScript } = await import("./script.ts");
		context.stdout.write(await completionScript(shell));
		return EXIT_STATUS.ok;
	},
);

/** The error lists all shells, since one of a similar name (csh and zsh, pwsh and bash) is not what was meant. */
function notAShell(words: readonly string[]): PluginError {
	const message =
		words.length === 1
			? `there is no completion for "${words[0]}"`
			: "completion takes one word";
	return new PluginError("usage", message, {
		hint: [`one of: ${["kubectl", ...SHELLS].join(", ")}`],
	});
}
