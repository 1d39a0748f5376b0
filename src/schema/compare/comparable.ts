import { createHash } from "node:crypto";
import type { DescMethod, Registry } from "@bufbuild/protobuf";
import type { Steps } from "../link/steps.ts";
import { ownLines } from "../print/describe-symbol.ts";
import { inheritedFeatures } from "./inherited-features.ts";
import type { SchemaType, SchemaTypes } from "./types-of.ts";

/** A declaration in the form that is compared. */
type Printed = {
	/** Its own proto source, by lines. */
	readonly lines: readonly string[];
	/** SHA-256 in hexadecimal. Two declarations with the same digest do not differ. */
	readonly digest: string;
};

/** A schema in the form that is compared: the types that count, and a registry that resolves their options. */
export type Comparable = {
	readonly types: SchemaTypes;
	/** Full names of services that the server offers without a description. */
	readonly undescribed: ReadonlySet<string>;
	readonly registry: Registry;
	/** Prints a declaration of this schema. It prints each declaration once, however many schemas this one is compared with. */
	readonly print: (symbol: SchemaType | DescMethod) => Printed;
};

/** Returns a schema in the form that is compared. Its registry resolves the options of its declarations. */
export function comparableOf({
	types,
	undescribed,
	registry,
}: Omit<Comparable, "print">): Comparable {
	const printed = new WeakMap<SchemaType | DescMethod, Printed>();
	return {
		types,
		undescribed,
		registry,
		print(symbol) {
			const known = printed.get(symbol) ?? printSymbol(symbol, registry);
			printed.set(symbol, known);
			return known;
		},
	};
}

function printSymbol(
	symbol: SchemaType | DescMethod,
	registry: Registry,
): Printed {
	const lines = ownLines(symbol, registry);
	return {
		lines,
		digest: digestOf([symbol.kind, lines, inheritedFeatures(symbol)]),
	};
}

/**
 * Returns SHA-256 in hexadecimal of the types that are compared. Schemas that differ only in comments or in the order of files
 * and declarations have the same digest.
 */
export function* schemaDigest({
	types,
	undescribed,
	print,
}: Comparable): Steps<string> {
	const digests: (readonly [name: string, digest: string])[] = [];
	for (const [name, type] of types) {
		digests.push([name, print(type).digest]);
		yield;
	}
	return digestOf([digests, [...undescribed].sort()]);
}

function digestOf(plain: unknown): string {
	return createHash("sha256").update(JSON.stringify(plain)).digest("hex");
}
