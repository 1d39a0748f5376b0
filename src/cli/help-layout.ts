import type { OutputStream } from "../render/page.ts";
import type { LayOut } from "./help.ts";

/** Where a terminal's tab stops are. */
const TAB_COLUMNS = 8;

/** On a terminal help is wrapped between words; in a pipe a paragraph is a line, as kubectl has it. */
export async function helpLayout(stdout: OutputStream): Promise<LayOut> {
	if (stdout.isTTY !== true) return (before, paragraph) => before + paragraph;
	const [{ wrap }, { lineWidth, pageOf }] = await Promise.all([
		import("../render/wrap.ts"),
		import("../render/page.ts"),
	]);
	const columns = lineWidth(pageOf(stdout, {}));
	return (before, paragraph) => {
		const used = before.replaceAll("\t", " ".repeat(TAB_COLUMNS)).length;
		const below = before.replaceAll(/[^\t]/g, " ");
		const lines = wrap(paragraph, columns - used);
		return (
			before +
			lines
				.map((spans) => spans.map(({ text }) => text).join(""))
				.join(`\n${below}`)
		);
	};
}
