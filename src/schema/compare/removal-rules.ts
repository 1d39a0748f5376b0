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

/** The rule that is broken where a declaration of a kind is gone, whatever it was. */
export function goneRule(kind: keyof typeof REMOVAL_RULES): BrokenRule {
	return { rule: REMOVAL_RULES[kind], breaks: SOURCE, reason: "is gone" };
}

/** The rules that are broken where a declaration is gone. */
export function removalRules(
	symbol: SchemaType | DescMethod,
	after: Registry,
): readonly BrokenRule[] {
	return [
		goneRule(symbol.kind),
		...(symbol.kind === "extension" ? renamedExtension(symbol, after) : []),
	];
}

/** What an extension of another name breaks that has the number now: on the wire they are the same. */
function renamedExtension(
	extension: DescExtension,
	after: Registry,
): readonly BrokenRule[] {
	const { extendee, number } = extension;
	const now = after.getExtensionFor(extendee, number);
	return now === undefined ? [] : changedField(extension, now);
}
