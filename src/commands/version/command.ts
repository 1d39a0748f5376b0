import { clusterFlagsOf } from "../../cli/cluster-flags.ts";
import { defineCommand } from "../../cli/command.ts";
import { defineFlags } from "../../cli/flags.ts";
import { INHERITED_FLAGS } from "../../cli/inherited-flags.ts";
import { STRUCTURED_OUTPUT } from "../../cli/output-flags.ts";
import { PluginError } from "../../errors.ts";
import { INVOCATION } from "../../plugin-name.ts";

const OWN_FLAGS = defineFlags({
	client: {
		kind: "boolean",
		group: "command",
		help: "Print only the plugin's own version, without asking a cluster.",
	},
	...STRUCTURED_OUTPUT,
});

/** `kubectl grpc version`. */
export const versionCommand = defineCommand(
	{
		name: "version",
		summary: "Print the versions of the plugin and of the API server",
		details: [
			"If the server is older or newer than the versions that the plugin supports, a warning is printed on stderr. If it does not answer within 5s, or within --request-timeout, the plugin's own version is printed and then an error.",
		],
		usage: "",
		examples: [
			{ does: "Print both versions", command: "version" },
			{
				does: "Print the plugin's version, without a cluster",
				command: "version --client",
			},
			{
				does: "Print everything about both, for a script",
				command: "version -o json",
			},
		],
		flags: { ...OWN_FLAGS, ...INHERITED_FLAGS },
	},
	async (context, { words, flags }) => {
		if (words.length > 0)
			throw new PluginError("usage", "version takes no arguments", {
				hint: [`${INVOCATION} version --client is the plugin's own alone`],
			});
		const { runVersion } = await import("./run.ts");
		return runVersion(context, {
			scope: flags.client ? "client" : "client-and-server",
			output: flags.output,
			cluster: clusterFlagsOf(flags),
			verbosity: flags.v,
		});
	},
);
