import { defineCommand } from "../../cli/command.ts";
import { defineFlags } from "../../cli/flags.ts";
import { INVOCATION } from "../../cli/plugin-name.ts";
import { PluginError } from "../../errors.ts";

const flags = defineFlags({
	scenario: {
		kind: "string",
		placeholder: "NAME",
		default: "default",
		complete: "scenario",
		group: "command",
		help: "Which prepared trouble to run; --scenario=list names them all.",
	},
});

/** `kubectl grpc sandbox`: the embedded cluster, to try every subcommand before touching a real one. */
export const sandboxCommand = defineCommand(
	{
		name: "sandbox",
		summary: "Run a small cluster on this machine to try the other commands on",
		details: [
			"It emulates the part of the Kubernetes API that this plugin and a plain kubectl use, on loopback, with real gRPC servers as pods. It needs nothing installed and leaves nothing behind.",
		],
		usage: "[-- COMMAND…]",
		examples: [
			{ does: "Keep one running, and say how to use it", command: "sandbox" },
			{
				does: "Run one command on a cluster with all kinds of trouble",
				command: "sandbox --scenario mixed -- kubectl grpc health",
			},
		],
		flags,
	},
	async (context, { words, flags, afterDashes }) => {
		if (words.length > afterDashes.length)
			throw new PluginError("usage", "the command stands behind --", {
				hint: [`${INVOCATION} sandbox -- ${words.join(" ")}`],
			});
		const { runSandbox } = await import("./run.ts");
		return runSandbox({
			scenario: flags.scenario,
			command: afterDashes,
			stdout: context.stdout,
			stderr: context.stderr,
			env: context.env,
			signal: context.signal,
		});
	},
);
