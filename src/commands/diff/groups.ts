import type { Comparable } from "../../schema/compare/comparable.ts";
import type { Steps } from "../../schema/link/steps.ts";
import type { Schema } from "../../schema/schema.ts";
import type { Holder } from "./holders.ts";
import {
	type Compared,
	type Linked,
	type ReadSchema,
	readSchema,
} from "./read-schema.ts";

/** A schema, and everything that has it. */
export type SchemaGroup = {
	/** A, B, C … */
	readonly letter: string;
	readonly digest: string;
	readonly services: readonly string[];
	readonly comparable: Comparable;
	readonly holders: readonly Holder[];
};

/** Groups holders by equal schemas. Groups of the first side come first, and within a side the oldest first. */
export function* groupsOf(
	holders: readonly Holder[],
	compared: Compared,
	linked: Linked,
): Steps<readonly SchemaGroup[]> {
	const known = yield* readHolders(holders, compared, linked);
	const byDigest = [...Map.groupBy(known, ({ digest }) => digest).values()];
	return byDigest
		.map((members) => ({
			members,
			holders: members.map(({ holder }) => holder),
		}))
		.toSorted((a, b) => firstThenOldest(a.holders, b.holders))
		.flatMap(({ members, holders: all }, index) => {
			const [first] = members;
			if (first === undefined) return [];
			const { digest, comparable, services } = first;
			return [
				{ letter: letterOf(index), digest, comparable, services, holders: all },
			];
		});
}

type KnownHolder = ReadSchema & { readonly holder: Holder };

/** Returns the holders that have a schema. It reads each schema once, however many holders have it. */
function* readHolders(
	holders: readonly Holder[],
	compared: Compared,
	linked: Linked,
): Steps<readonly KnownHolder[]> {
	const read = new Map<Schema, ReadSchema>();
	const known: KnownHolder[] = [];
	for (const holder of holders) {
		const schema = linked(holder);
		if (schema === undefined) continue;
		const own = read.get(schema) ?? (yield* readSchema(schema, compared));
		read.set(schema, own);
		known.push({ holder, ...own });
	}
	return known;
}

function firstThenOldest(a: readonly Holder[], b: readonly Holder[]): number {
	const side = (all: readonly Holder[]) =>
		all.some((holder) => holder.side === "first") ? 0 : 1;
	return side(a) - side(b) || bornAt(a) - bornAt(b) || b.length - a.length;
}

/** Returns when the oldest of the holders was created, in milliseconds since 1970; 0 where that is not known. */
export function bornAt(holders: readonly Holder[]): number {
	return holders.reduce(
		(oldest, { createdAt }) => Math.min(oldest, Date.parse(createdAt) || 0),
		Number.POSITIVE_INFINITY,
	);
}

function letterOf(index: number): string {
	return index < 26 ? String.fromCharCode(65 + index) : `A${index}`;
}
