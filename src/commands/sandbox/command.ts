import { leadingFlags } from "../../cli/attach-short-values.ts";
import { type Command, defineCommand } from "../../cli/command.ts";
import { defineFlags } from "../../cli/flags.ts";
import { INHERITED_FLAGS } from "../../cli/inherited-flags.ts";
import { PluginError } from "../../errors.ts";
import { INVOCATION } from "../../plugin-name.ts";
import { shellWord } from "../../shell-word.ts";

const flags = defineFlags({
	scenario: {
		kind: "string",
		placeholder: "NAME",
		default: "default",
		complete: "scenario",
		group: "command",
		help: "Which prepared scenario to run; --scenario=list lists all of them.",
	},
});

const parsed = defineCommand(
	{
		name: "sandbox",
		summary: "Run a small cluster on this machine to try the other commands on",
		details: [
			"It emulates the part of the Kubernetes API that this plugin and a plain kubectl use. Its pods are real gRPC servers. It listens only on loopback, needs no other software, and leaves nothing behind.",
		],
		usage: "[-- COMMAND…]",
		examples: [
			{ does: "Start a sandbox, and print how to use it", command: "sandbox" },
			{
				does: "Run one command on a sandbox whose pods have different problems",
				command: `sandbox --scenario mixed -- ${INVOCATION} health`,
			},
		],
		flags,
	},
	async (context, { flags, afterDashes }) => {
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

/** `kubectl grpc sandbox`: the embedded cluster, in which users can try every subcommand. */
export const sandboxCommand: Command = {
	...parsed,
	execute: async (context, argv) => {
		refuseServer(argv);
		await refuseBareCommand(argv);
		return parsed.execute(context, argv);
	},
};

/** Refuses -s, which is kubectl's --server and easily meant as --scenario: the default scenario would run. @throws PluginError `usage` */
function refuseServer(argv: readonly string[]): void {
	const { flags: own } = leading(argv);
	const server = own.find((word) => word.startsWith("--server="));
	if (server === undefined) return;
	const name = server.slice("--server=".length);
	throw new PluginError(
		"usage",
		"-s is --server, which chooses another cluster than the sandbox",
		{ hint: [`for a scenario: --scenario=${shellWord(name)}`] },
	);
}

const leading = (argv: readonly string[]) =>
	leadingFlags(argv, { ...INHERITED_FLAGS, ...flags });

/**
 * Refuses a command without `--`. It runs before the flags are parsed: the flags after that command are not the plugin's.
 * @throws PluginError `usage`
 */
async function refuseBareCommand(argv: readonly string[]): Promise<void> {
	const own = leading(argv);
	const [word, ...others] = own.rest;
	if (word === undefined || word === "--") return;
	const { SCENARIOS } = await import("../../sandbox/scenarios/catalogue.ts");
	const typed = (line: readonly string[]) =>
		`${INVOCATION} sandbox ${[...own.flags, ...line].map(shellWord).join(" ")}`;
	if (word === "list" || Object.hasOwn(SCENARIOS, word))
		throw new PluginError("usage", "a scenario stands behind --scenario", {
			hint: [typed([`--scenario=${word}`, ...others])],
		});
	throw new PluginError("usage", "the command stands behind --", {
		hint: [typed(["--", ...own.rest])],
	});
}
