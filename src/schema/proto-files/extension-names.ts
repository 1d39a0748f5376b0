import type { DescMessage, Registry } from "@bufbuild/protobuf";
import { outerScope } from "../link/elements.ts";
import { resolveName } from "../link/references.ts";
import { locate } from "../text/locate.ts";
import { tokenize } from "../text/tokens.ts";

/** The type and the place of an options message. */
type OptionsAt = {
	readonly schema: DescMessage;
	/** The scope of the element that has the options. */
	readonly scope: string;
};

/**
 * Returns options in the text format with the full names of their extensions. It looks for `[ext]` from the scope of the extended
 * message outwards, as protoc does (AggregateOptionFinder), and then from the scope of the option, as buf does. A name that it
 * does not find stays unchanged.
 */
export function withFullNames(
	text: string,
	{ schema, scope }: OptionsAt,
	registry: Registry,
): string {
	const tokens = [...tokenize(text)];
	const isOpening = (at: number) =>
		tokens[at]?.text === "[" && tokens[at - 1]?.text !== ":";
	// It goes from left to right, because the meaning of an extension's value depends on the extension's name.
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
