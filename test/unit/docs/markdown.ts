/** A relative link of a page: the file it names, empty for the page itself, and the heading within it. */
type Link = { readonly path: string; readonly anchor: string };

/** The page without its fenced blocks, whose lines are no markdown. */
const prose = (page: string): string => page.replaceAll(FENCED, "");

const FENCED = /^```[^\n]*\n([\s\S]*?)^```$/gm;

/** Links and pictures of a page that lead to another file of the repository or to a heading. */
export function relativeLinks(page: string): readonly Link[] {
	return [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, target = ""]) => target)
		.filter((target) => !/^[a-z]+:/.test(target))
		.map((target) => {
			const [path = "", anchor = ""] = target.split("#");
			return { path, anchor };
		});
}

/** The anchors that GitHub gives a page's headings: lower case, without punctuation, spaces as dashes; a second one is numbered. */
export function anchorsOf(page: string): ReadonlySet<string> {
	const anchors = new Set<string>();
	for (const [, heading = ""] of prose(page).matchAll(/^#+ (.+)$/gm)) {
		const plain = heading.toLowerCase().replaceAll(/[^\p{L}\p{N}_ -]/gu, "");
		const anchor = plain.replaceAll(" ", "-");
		let number = 0;
		while (anchors.has(number === 0 ? anchor : `${anchor}-${number}`)) number++;
		anchors.add(number === 0 ? anchor : `${anchor}-${number}`);
	}
	return anchors;
}

/** Every line of a fenced block, and every code span, of tables too. */
export function codeOf(page: string): readonly string[] {
	const blocks = [...page.matchAll(FENCED)].flatMap(([, block = ""]) =>
		block.replaceAll("\\\n", " ").split("\n"),
	);
	const spans = [...prose(page).matchAll(/`([^`]+)`/g)];
	return [
		...blocks,
		...spans.map(([, span = ""]) => span.replaceAll("\n", " ")),
	];
}
