import { defineCommand } from "../../cli/command.ts";
import { EXIT_STATUS } from "../../cli/exit-status.ts";
import { STRUCTURED_OUTPUT, TABLE_FLAGS } from "../../cli/output-flags.ts";
import { PluginError } from "../../errors.ts";

/** `kubectl grpc explain CODE`: prints the meaning of a finding. */
export const explainCommand = defineCommand(
	{
		name: "explain",
		summary: "Say what a finding's code means and what to do about it",
		details: [
			"Without a code it lists all findings. The same texts are in docs/findings.md.",
		],
		usage: "[CODE]",
		complete: "finding",
		examples: [
			{ does: "Explain one finding", command: "explain KG102" },
			{ does: "List every finding", command: "explain" },
			{
				does: "Print everything about every finding, for a script",
				command: "explain -o json",
			},
		],
		flags: { ...STRUCTURED_OUTPUT, color: TABLE_FLAGS.color },
	},
	async (context, { words, flags }) => {
		if (words.length > 1)
			throw new PluginError("usage", "explain takes one code at a time", {
				hint: ["without a code it lists them all"],
			});
		const { runExplain } = await import("./run.ts");
		await runExplain(context, words[0], flags);
		return EXIT_STATUS.ok;
	},
);
