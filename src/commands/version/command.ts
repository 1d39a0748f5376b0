import { CLIENT_VERSION } from "../../cli/client-version.ts";
import { defineCommand } from "../../cli/command.ts";
import { EXIT_STATUS } from "../../cli/exit-status.ts";

/** `kubectl grpc version`. */
export const versionCommand = defineCommand(
	{
		name: "version",
		summary: "Print the plugin's version",
		details: [],
		usage: "",
		examples: [{ does: "Print the version", command: "version" }],
		flags: {},
	},
	async (context) => {
		context.stdout.write(`Client Version: ${CLIENT_VERSION}\n`);
		return EXIT_STATUS.ok;
	},
);
