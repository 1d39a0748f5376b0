import type { OutputStream } from "../render/page.ts";
import type { LayOut } from "./help.ts";

/** Columns between a terminal's tab stops. */
const TAB_COLUMNS = 8;

/** Returns the layout of help. On a terminal it wraps between words; in a pipe a paragraph is one line, as in kubectl. */
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
