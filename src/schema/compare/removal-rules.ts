import type { DescExtension, DescMethod, Registry } from "@bufbuild/protobuf";
import { changedField } from "./compare-fields.ts";
import { type BrokenRule, SOURCE } from "./compatibility.ts";
import type { SchemaType } from "./types-of.ts";

const REMOVAL_RULES = {
	service: "PACKAGE_SERVICE_NO_DELETE",
	rpc: "RPC_NO_DELETE",
	message: "PACKAGE_MESSAGE_NO_DELETE",
	enum: "PACKAGE_ENUM_NO_DELETE",
	extension: "PACKAGE_EXTENSION_NO_DELETE",
} as const;

/** Returns the rule that the removal of any declaration of a kind breaks. */
export function goneRule(kind: keyof typeof REMOVAL_RULES): BrokenRule {
	return { rule: REMOVAL_RULES[kind], breaks: SOURCE, reason: "is gone" };
}

/** Returns the rules that the removal of a declaration breaks. */
export function removalRules(
	symbol: SchemaType | DescMethod,
	after: Registry,
): readonly BrokenRule[] {
	return [
		goneRule(symbol.kind),
		...(symbol.kind === "extension" ? renamedExtension(symbol, after) : []),
	];
}

/** Compares a removed extension with another extension that now has its number: on the wire they are the same. */
function renamedExtension(
	extension: DescExtension,
	after: Registry,
): readonly BrokenRule[] {
	const { extendee, number } = extension;
	const now = after.getExtensionFor(extendee, number);
	return now === undefined ? [] : changedField(extension, now);
}
