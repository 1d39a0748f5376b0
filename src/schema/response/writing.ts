import type { ResponseOptions } from "../codec.ts";

/** Where in the JSON of a message something is written. */
export type Writing = {
	readonly options: Omit<ResponseOptions, "format">;
	/** Blanks before a line of the value at hand. */
	readonly indent: string;
	/** Messages around the value, for Any in Any without end. */
	readonly depth: number;
};

/** Goes one level into the JSON. */
export function inner(writing: Writing): Writing {
	return {
		...writing,
		indent: `${writing.indent}  `,
		depth: writing.depth + 1,
	};
}

/** Writes an object of names, which get quoted, and values that are JSON. */
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

/** Writes an array of values that are JSON. */
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
