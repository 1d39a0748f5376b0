import type { RunContext } from "../../cli/run-context.ts";
import { structuredPrinter } from "../../cli/structured-printer.ts";
import { pageOf, printLines } from "../../render/page.ts";
import { colourChoice } from "../../render/style.ts";
import { explanation } from "./explanation.ts";
import { findingList } from "./report.ts";

type ExplainFlags = {
	readonly color: string;
	/** The value of -o; undefined for text. */
	readonly output: string | undefined;
};

/** Prints the meaning of a finding, or all findings. @throws PluginError `usage` */
export async function runExplain(
	context: Pick<RunContext, "stdout" | "env">,
	code: string | undefined,
	{ color, output }: ExplainFlags,
): Promise<void> {
	const { stdout, env } = context;
	if (output !== undefined) {
		const print = await structuredPrinter(output, context);
		stdout.write(print(findingList(code)));
		return;
	}
	const page = pageOf(stdout, env, colourChoice(color));
	stdout.write(printLines(explanation(code, page), page));
}
