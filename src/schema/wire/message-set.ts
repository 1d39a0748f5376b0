import type { DescExtension, Registry } from "@bufbuild/protobuf";
import { MAX_FIELD } from "../proto-files/field-numbers.ts";

/**
 * Returns why an extension cannot be sent; undefined if it can be. Only in a message set may a number be larger than a tag can hold
 * (MessageOptions.message_set_wire_format), and BinaryWriter of protobuf-es would write another number. protobuf-go sends no message
 * set either.
 */
export const whyUnsendable = ({
	typeName,
	number,
}: DescExtension): string | undefined =>
	number > MAX_FIELD
		? `[${typeName}] has the number ${number}, which only a message set can hold, and message sets are not sent`
		: undefined;

/** Returns a registry that throws for an extension that cannot be sent. */
export function sendableRegistry(registry: Registry): Registry {
	return {
		kind: "registry",
		[Symbol.iterator]: () => registry[Symbol.iterator](),
		get: (name) => registry.get(name),
		getMessage: (name) => registry.getMessage(name),
		getEnum: (name) => registry.getEnum(name),
		getExtension(name) {
			const found = registry.getExtension(name);
			const why = found && whyUnsendable(found);
			if (why !== undefined) throw new Error(why);
			return found;
		},
		getExtensionFor: (extendee, number) =>
			registry.getExtensionFor(extendee, number),
		getService: (name) => registry.getService(name),
	};
}
