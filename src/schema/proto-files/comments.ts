/** The comments of an element, as SourceCodeInfo has them: without slashes and stars, with line breaks. */
export type Comments = {
	readonly leading: string;
	readonly trailing: string;
	readonly detached: readonly string[];
};

const SPACES = /[^\S\n]*/y;
const LINE = /\/\/([^\n]*(?:\n|$))/y;
const BLOCK = /\/\*([\s\S]*?)\*\//y;
const LINE_END = /\n/y;

type Before = "a token" | "nothing";

const NONE: Comments = { leading: "", trailing: "", detached: [] };

/**
 * Shares out the comments between two tokens, as protoc does (io/tokenizer.cc, NextWithComments): a comment on the line of the token
 * before, or under it and with an empty line after it, trails that; one right above the token behind leads this; others are detached.
 */
export function shareComments(
	between: string,
	tokens: { readonly before: Before; readonly behind: string },
): Comments {
	if (!between.includes("/")) return NONE;
	const take = takerOf(between);
	const collector = collectorOf(tokens.before);
	if (tokens.before === "a token") {
		take(SPACES);
		const line = take(LINE);
		const block = line ?? take(BLOCK);
		if (line !== undefined) collector.add("line", line);
		else if (block !== undefined) collector.add("block", block);
		if (line === undefined) {
			take(SPACES);
			// The token behind is on the same line: whose the comment is, nobody knows.
			if (take(LINE_END) === undefined) return NONE;
		}
		collector.flush();
	}
	for (;;) {
		take(SPACES);
		const line = take(LINE);
		const block = line ?? take(BLOCK);
		if (line !== undefined) collector.add("line", line);
		else if (block !== undefined) {
			collector.add("block", block);
			take(SPACES);
			take(LINE_END);
		} else if (take(LINE_END) !== undefined) collector.endParagraph();
		else break;
	}
	if (/^[}\])]?$/.test(tokens.behind)) collector.flush();
	return collector.comments();
}

/** Gives what a pattern finds at the place reached, its group if it has one, and goes past it. */
function takerOf(text: string): (pattern: RegExp) => string | undefined {
	let at = 0;
	return (pattern) => {
		pattern.lastIndex = at;
		const found = pattern.exec(text);
		if (found === null) return undefined;
		at = pattern.lastIndex;
		return found[1] ?? found[0];
	};
}

function collectorOf(before: Before) {
	let pending: { kind: "line" | "block"; text: string } | undefined;
	let mayTrail = before === "a token";
	let trailing = "";
	const detached: string[] = [];
	const flush = () => {
		if (pending !== undefined) {
			if (mayTrail) trailing = pending.text;
			else detached.push(pending.text);
			mayTrail = false;
		}
		pending = undefined;
	};
	return {
		flush,
		add(kind: "line" | "block", text: string) {
			if (pending?.kind === "line" && kind === "line") {
				pending.text += text;
				return;
			}
			flush();
			pending = { kind, text: kind === "line" ? text : withoutStars(text) };
		},
		endParagraph() {
			flush();
			mayTrail = false;
		},
		comments: (): Comments => ({
			leading: pending?.text ?? "",
			trailing,
			detached,
		}),
	};
}

/** Lines of a block comment may begin with a star. */
function withoutStars(block: string): string {
	return block.replace(/\n[^\S\n]*\*?/g, "\n");
}
