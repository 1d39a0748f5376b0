import type { DescService } from "@bufbuild/protobuf";
import { isPlaceholder } from "../link/placeholder.ts";
import type { Steps } from "../link/steps.ts";
import { compareText } from "../print/order.ts";
import type { Comparable } from "./comparable.ts";
import { enumRules } from "./compare-enums.ts";
import { extensionRules, messageRules, methodRules } from "./compare-types.ts";
import { breakagesOf } from "./compatibility.ts";
import {
	changedDeclaration,
	onlyAfter,
	onlyBefore,
	type SchemaDifference,
	type Sides,
} from "./difference.ts";
import type { LinePairs } from "./hunks.ts";
import { goneRule } from "./removal-rules.ts";
import { declaredIn, type SchemaType } from "./types-of.ts";

/**
 * Returns the differences between two schemas: services and methods first, each group by name. The order of declarations,
 * comments and the files that hold the declarations make no difference. File options for generated code are not compared.
 * @param pairs the budget for comparing lines, which all calls that get the same object share
 */
export function* compareSchemas(
	before: Comparable,
	after: Comparable,
	pairs: LinePairs,
): Steps<readonly SchemaDifference[]> {
	const sides = { before, after, pairs };
	const names = [before, after].flatMap(({ types, undescribed }) => [
		...types.keys(),
		...undescribed,
	]);
	const differences: SchemaDifference[] = [];
	for (const name of [...new Set(names)].toSorted(compareText)) {
		// A service may have more methods than a function call takes arguments, so they are not spread into one push.
		for (const difference of compareName(name, sides))
			differences.push(difference);
		yield;
	}
	return differences.toSorted(servicesFirst);
}

function compareName(name: string, sides: Sides): readonly SchemaDifference[] {
	const { before, after } = sides;
	return before.undescribed.has(name) || after.undescribed.has(name)
		? compareUndescribed(name, sides)
		: compareNamed(declared(before, name), declared(after, name), sides);
}

/** Where one side does not describe a service, the only thing to compare is whether each side offers it. */
function compareUndescribed(
	symbol: string,
	{ before, after }: Sides,
): readonly SchemaDifference[] {
	const offers = ({ types, undescribed }: Comparable) =>
		undescribed.has(symbol) || types.has(symbol);
	if (offers(before) && offers(after)) return [];
	const change = offers(before) ? "removed" : "added";
	const rules = change === "removed" ? [goneRule("service")] : [];
	const breaks = breakagesOf(rules);
	return [{ symbol, kind: "service", change, breaks, rules, lines: [] }];
}

/**
 * Returns a type even where no call reaches it any more, because code may still use it. A service that is not offered is gone.
 */
function declared(
	{ types, registry }: Comparable,
	name: string,
): SchemaType | undefined {
	const used = types.get(name);
	if (used !== undefined) return used;
	const unused = declaredIn(registry, name);
	return unused?.kind === "service" ? undefined : unused;
}

function servicesFirst(a: SchemaDifference, b: SchemaDifference): number {
	const rank = ({ kind }: SchemaDifference) =>
		kind === "service" || kind === "method" ? 0 : 1;
	return rank(a) - rank(b);
}

function compareNamed(
	before: SchemaType | undefined,
	after: SchemaType | undefined,
	sides: Sides,
): readonly SchemaDifference[] {
	if (before === undefined)
		return after === undefined ? [] : [onlyAfter(after, sides)];
	if (after === undefined) return [onlyBefore(before, sides)];
	if (isPlaceholder(before) || isPlaceholder(after)) return [];
	// A name that now belongs to another kind of declaration is two differences.
	if (before.kind !== after.kind)
		return [onlyBefore(before, sides), onlyAfter(after, sides)];
	if (before.kind === "service" && after.kind === "service")
		return compareServices(before, after, sides);
	return changedType(before, after, sides);
}

/** Compares method by method. The service itself differs only by its own options. */
function compareServices(
	before: DescService,
	after: DescService,
	sides: Sides,
): readonly SchemaDifference[] {
	const was = new Map(before.methods.map((method) => [method.name, method]));
	const is = new Map(after.methods.map((method) => [method.name, method]));
	const names = [...new Set([...was.keys(), ...is.keys()])];
	const methods = names.toSorted(compareText).flatMap((name) => {
		const one = was.get(name);
		const other = is.get(name);
		if (one === undefined)
			return other === undefined ? [] : [onlyAfter(other, sides)];
		if (other === undefined) return [onlyBefore(one, sides)];
		return changedDeclaration(one, other, sides, () => methodRules(one, other));
	});
	const withoutMethods = (service: DescService) => ({
		...service,
		methods: [],
	});
	return [
		...changedDeclaration(
			withoutMethods(before),
			withoutMethods(after),
			sides,
			() => [],
		),
		...methods,
	];
}

function changedType(
	before: SchemaType,
	after: SchemaType,
	sides: Sides,
): readonly SchemaDifference[] {
	if (before.kind === "message" && after.kind === "message")
		return changedDeclaration(before, after, sides, () =>
			messageRules(before, after),
		);
	if (before.kind === "enum" && after.kind === "enum")
		return changedDeclaration(before, after, sides, () =>
			enumRules(before, after),
		);
	if (before.kind === "extension" && after.kind === "extension")
		return changedDeclaration(before, after, sides, () =>
			extensionRules(before, after),
		);
	return [];
}
