import type { DescMessage, Registry } from "@bufbuild/protobuf";
import { outerScope } from "../link/elements.ts";
import { resolveName } from "../link/references.ts";
import { locate } from "../text/locate.ts";
import { tokenize } from "../text/tokens.ts";

/** What options are, and where they stand. */
type OptionsAt = {
	readonly schema: DescMessage;
	/** What the element that has them is declared in. */
	readonly scope: string;
};

/**
 * Options in the text format, with their extensions' names in full. `[ext]` is looked for from where the message is declared that it
 * extends, as protoc does (AggregateOptionFinder), and then from where the option stands, as buf does. What is not found stays.
 */
export function withFullNames(
	text: string,
	{ schema, scope }: OptionsAt,
	registry: Registry,
): string {
	const tokens = [...tokenize(text)];
	const isOpening = (at: number) =>
		tokens[at]?.text === "[" && tokens[at - 1]?.text !== ":";
	// From left to right: what is in an extension's value depends on its name.
	for (let at = 0; at < tokens.length; at += 1) {
		if (!isOpening(at)) continue;
		const place = locate(tokens.slice(0, at + 1), schema, registry);
		const extendee = place.message?.typeName;
		const written = tokens[at + 1];
		const isName = place.role === "name" && tokens[at + 2]?.text === "]";
		if (!isName || extendee === undefined || written === undefined) continue;
		const isExtension = (name: string) =>
			registry.getExtension(name)?.extendee.typeName === extendee;
		const name = [outerScope(extendee), scope]
			.map((from) =>
				resolveName({ name: written.text, scope: from }, isExtension),
			)
			.find((found) => found !== undefined);
		if (name !== undefined) tokens[at + 1] = { ...written, text: name };
	}
	return tokens.map((token) => token.text).join(" ");
}
