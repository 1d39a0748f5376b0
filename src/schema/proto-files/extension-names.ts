import type { DescMessage, Registry } from "@bufbuild/protobuf";
import { outerScope } from "../link/elements.ts";
import { resolveName } from "../link/references.ts";
import { placesOf } from "../text/locate.ts";
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
	// It goes from left to right, because the meaning of an extension's value depends on the extension's name.
	for (const { at, place } of placesOf(tokens, schema, registry)) {
		const extendee = place.message?.typeName;
		const written = tokens[at + 1];
		const isName =
			tokens[at]?.text === "[" &&
			place.role === "name" &&
			tokens[at + 2]?.text === "]";
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
