import { createHash } from "node:crypto";
import type { DescMethod, Registry } from "@bufbuild/protobuf";
import type { Steps } from "../link/steps.ts";
import { ownLines } from "../print/describe-symbol.ts";
import { meaningOf } from "./meaning.ts";
import type { SchemaType, SchemaTypes } from "./types-of.ts";

/** A declaration as it is compared. */
type Printed = {
	/** Its source by itself. */
	readonly lines: readonly string[];
	/** The same for declarations between which there is no difference: SHA-256 in hexadecimal. */
	readonly digest: string;
};

/** A schema as it is compared: the types that count, and what else is known for options. */
export type Comparable = {
	readonly types: SchemaTypes;
	/** Full names of services that are offered, and of which no more is known. */
	readonly undescribed: ReadonlySet<string>;
	readonly registry: Registry;
	/** Prints a declaration of this schema; the same one once, however many schemas it is compared with. */
	readonly print: (symbol: SchemaType | DescMethod) => Printed;
};

/** What is to be compared, with the registry that knows its options. */
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
	return { lines, digest: digestOf([symbol.kind, lines, meaningOf(symbol)]) };
}

/**
 * A digest that equal schemas share, whatever the order of their files and declarations and whatever comments they carry: SHA-256 of
 * the types as they are compared, in hexadecimal.
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
