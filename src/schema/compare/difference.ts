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

/** One declaration that two schemas do not have alike. */
export type SchemaDifference = {
	/** Full name; a method as `pkg.Service/Method`. */
	readonly symbol: string;
	readonly kind: "service" | "method" | "message" | "enum" | "extension";
	/** `removed`: only the first schema has it; `added`: only the second. */
	readonly change: "removed" | "added" | "changed";
	/** What breaks for users of the first schema; empty where both get along. */
	readonly breaks: readonly Breakage[];
	/** The rules behind that. */
	readonly rules: readonly BrokenRule[];
	/** Proto source of what only one side has; none of a service that is not described. */
	readonly lines: readonly ChangedLine[];
};

/** Two schemas that are compared, and what may be spent on telling their lines apart. */
export type Sides = {
	readonly before: Comparable;
	readonly after: Comparable;
	readonly pairs: LinePairs;
};

/** A declaration that is gone, and what that breaks. */
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

/** A declaration that is new, which breaks nothing. */
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
 * A declaration that is there on both sides; none where it is alike. What the source does not say, such as a feature of the whole file,
 * is told by the rules alone.
 */
export function changed(
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
