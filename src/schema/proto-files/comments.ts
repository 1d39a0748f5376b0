/** The comments of an element, as in SourceCodeInfo: without slashes and stars, with line breaks. */
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
 * Assigns the comments between two tokens, as protoc does (io/tokenizer.cc, NextWithComments). A comment on the line of the token
 * before, or below it and followed by an empty line, is the trailing comment of that token's declaration. A comment directly
 * above the next token is a leading comment. Others are detached.
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
			// The next token is on the same line, so the comment cannot be assigned.
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

/** Returns a function that matches a pattern at the current offset, moves beyond the match, and returns it, or its group if it has one. */
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

/** Removes the star with which a line of a block comment may begin. */
function withoutStars(block: string): string {
	return block.replace(/\n[^\S\n]*\*?/g, "\n");
}
