import type { DescMethod } from "@bufbuild/protobuf";
import type { Comparable } from "./comparable.ts";
import {
	type Breakage,
	type BrokenRule,
	breakagesOf,
} from "./compatibility.ts";
import { type ChangedLine, changedLines, type LinePairs } from "./hunks.ts";
import { removalRules } from "./removal-rules.ts";
import type { SchemaType } from "./types-of.ts";

/** One declaration that differs between two schemas. */
export type SchemaDifference = {
	/** Full name. A method is `pkg.Service/Method`. */
	readonly symbol: string;
	readonly kind: "service" | "method" | "message" | "enum" | "extension";
	/** `removed`: only the first schema has it; `added`: only the second. */
	readonly change: "removed" | "added" | "changed";
	/** What breaks for users of the first schema. Empty where nothing breaks. */
	readonly breaks: readonly Breakage[];
	/** The rules that `breaks` comes from. */
	readonly rules: readonly BrokenRule[];
	/** The proto source that only one side has. Empty for a service that is not described. */
	readonly lines: readonly ChangedLine[];
};

/** The two schemas of a comparison, and the budget for comparing their lines. */
export type Sides = {
	readonly before: Comparable;
	readonly after: Comparable;
	readonly pairs: LinePairs;
};

/** Returns the difference for a removed declaration, with what the removal breaks. */
export function onlyBefore(
	symbol: SchemaType | DescMethod,
	sides: Sides,
): SchemaDifference {
	const rules = removalRules(symbol, sides.after.registry);
	return {
		...nameOf(symbol),
		change: "removed",
		breaks: breakagesOf(rules),
		rules,
		lines: changedLines(sides.before.print(symbol).lines, [], sides.pairs),
	};
}

/** Returns the difference for a new declaration. It breaks nothing. */
export function onlyAfter(
	symbol: SchemaType | DescMethod,
	sides: Sides,
): SchemaDifference {
	return {
		...nameOf(symbol),
		change: "added",
		breaks: [],
		rules: [],
		lines: changedLines([], sides.after.print(symbol).lines, sides.pairs),
	};
}

function nameOf(
	symbol: SchemaType | DescMethod,
): Pick<SchemaDifference, "symbol" | "kind"> {
	return symbol.kind === "rpc"
		? { symbol: `${symbol.parent.typeName}/${symbol.name}`, kind: "method" }
		: { symbol: symbol.typeName, kind: symbol.kind };
}

/**
 * Returns the difference for a declaration that both sides have, and nothing where they are equal. What the source of a
 * declaration does not show, such as a feature of the whole file, is only in the rules.
 */
export function changedDeclaration(
	before: SchemaType | DescMethod,
	after: SchemaType | DescMethod,
	sides: Sides,
	rulesOf: () => readonly BrokenRule[],
): readonly SchemaDifference[] {
	const was = sides.before.print(before);
	const is = sides.after.print(after);
	if (was.digest === is.digest) return [];
	const rules = rulesOf();
	return [
		{
			...nameOf(before),
			change: "changed",
			breaks: breakagesOf(rules),
			rules,
			lines: changedLines(was.lines, is.lines, sides.pairs),
		},
	];
}
