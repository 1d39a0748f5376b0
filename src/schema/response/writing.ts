import type { ResponseOptions } from "../codec.ts";

/** The place in the JSON of a message that is being written. */
export type Writing = {
	readonly options: Omit<ResponseOptions, "format">;
	/** The blanks at the start of the current value's lines. */
	readonly indent: string;
	/** How many levels of JSON enclose the value. It bounds an endless chain of Any in Any. */
	readonly depth: number;
};

/** Returns the place one level deeper in the JSON. */
export function inner(writing: Writing): Writing {
	return {
		...writing,
		indent: `${writing.indent}  `,
		depth: writing.depth + 1,
	};
}

/** Returns a JSON object. It quotes the names; the values are JSON already. */
export function object(
	members: readonly (readonly [string, string])[],
	writing: Writing,
): string {
	const colon = writing.options.layout === "lines" ? ": " : ":";
	const parts = members.map(
		([name, json]) => JSON.stringify(name) + colon + json,
	);
	return block("{", parts, "}", writing);
}

/** Returns a JSON array of values that are JSON already. */
export function array(items: readonly string[], writing: Writing): string {
	return block("[", items, "]", writing);
}

function block(
	open: string,
	parts: readonly string[],
	close: string,
	{ options, indent }: Writing,
): string {
	if (parts.length === 0) return open + close;
	if (options.layout === "compact") return open + parts.join(",") + close;
	const line = `\n${indent}`;
	return `${open}${line}  ${parts.join(`,${line}  `)}${line}${close}`;
}
