import { STRUCTURED_FORMATS } from "./output-flags.ts";
import type { RunContext } from "./run-context.ts";

/** Returns the printer for a value of `-o`. @throws PluginError `usage` for another format */
export async function structuredPrinter(
	output: string,
	{ stdout, env }: Pick<RunContext, "stdout" | "env">,
): Promise<(report: object) => string> {
	const [{ parseOutputFormat }, { objectPrinter }, { pageOf }] =
		await Promise.all([
			import("../render/output-format.ts"),
			import("../render/structured.ts"),
			import("../render/page.ts"),
		]);
	const format = parseOutputFormat(output, STRUCTURED_FORMATS);
	return objectPrinter(format, pageOf(stdout, env));
}
