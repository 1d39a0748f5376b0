/** A relative link of a page: the file it names, empty for the page itself, and the heading within it. */
type Link = { readonly path: string; readonly anchor: string };

/** Returns the page without its fenced blocks, whose lines are not markdown. */
const prose = (page: string): string => page.replaceAll(FENCED, "");

const FENCED = /^```[^\n]*\n([\s\S]*?)^```$/gm;

/** Returns the links and pictures of a page that lead to another file of the repository or to a heading. */
export function relativeLinks(page: string): readonly Link[] {
	return [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, target = ""]) => target)
		.filter((target) => !/^[a-z]+:/.test(target))
		.map((target) => {
			const [path = "", anchor = ""] = target.split("#");
			return { path, anchor };
		});
}

/**
 * Returns the anchors that GitHub gives a page's headings: lower case, without punctuation, spaces as dashes. A repeated
 * heading gets a number.
 */
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

/** Returns every line of the fenced blocks and every code span, those in tables too. */
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
