import { defineCommand } from "../../cli/command.ts";
import { EXIT_STATUS } from "../../cli/exit-status.ts";
import { TABLE_FLAGS } from "../../cli/output-flags.ts";
import { PluginError } from "../../errors.ts";

/** `kubectl grpc explain CODE`: what a finding means, without leaving the terminal. */
export const explainCommand = defineCommand(
	{
		name: "explain",
		summary: "Say what a finding's code means and what to do about it",
		details: [
			"Without a code it lists them all. The same texts are in docs/findings.md.",
		],
		usage: "[CODE]",
		complete: "finding",
		examples: [
			{ does: "Explain one finding", command: "explain KG102" },
			{ does: "List every finding", command: "explain" },
		],
		flags: { color: TABLE_FLAGS.color },
	},
	async (context, { words, flags }) => {
		if (words.length > 1)
			throw new PluginError("usage", "explain takes one code at a time", {
				hint: ["without a code it lists them all"],
			});
		const { explanation } = await import("./explanation.ts");
		const { pageOf, printLines } = await import("../../render/page.ts");
		const { colourChoice } = await import("../../render/style.ts");
		const page = pageOf(context.stdout, context.env, colourChoice(flags.color));
		context.stdout.write(printLines(explanation(words[0], page), page));
		return EXIT_STATUS.ok;
	},
);
