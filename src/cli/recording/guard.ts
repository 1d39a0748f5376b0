import { property } from "../../kubernetes/api/json-value.ts";

/** Checks whether a parsed JSON value has the type of a fact. */
export type Guard<T> = (value: unknown) => value is T;

/** A string. */
export const isText: Guard<string> = (value) => typeof value === "string";

/** True or false. */
export const isBoolean: Guard<boolean> = (value) => typeof value === "boolean";

/** A number. JSON has neither infinities nor NaN. */
export const isNumber: Guard<number> = (value): value is number =>
	Number.isFinite(value);

/** A number of things: a whole number from 0. */
export const isCount: Guard<number> = (value): value is number =>
	Number.isSafeInteger(value) && Number(value) >= 0;

/** A value that JSON leaves out. */
export const isMissing: Guard<undefined> = (value) => value === undefined;

/** An explicit null. */
export const isNull: Guard<null> = (value) => value === null;

/** One of these words, numbers or booleans. */
export function isOneOf<const T extends string | number | boolean>(
	...values: readonly T[]
): Guard<T> {
	return (value): value is T => values.some((one) => one === value);
}

/** An array whose items all have one type. */
export function isListOf<T>(isItem: Guard<T>): Guard<readonly T[]> {
	return (value): value is readonly T[] =>
		Array.isArray(value) && value.every(isItem);
}

/** An array of two. */
export function isPairOf<A, B>(
	isFirst: Guard<A>,
	isSecond: Guard<B>,
): Guard<readonly [A, B]> {
	return (value): value is readonly [A, B] =>
		Array.isArray(value) &&
		value.length === 2 &&
		isFirst(value[0]) &&
		isSecond(value[1]);
}

/** An object whose values all have one type. */
export function isMapOf<T>(
	isValue: Guard<T>,
): Guard<Readonly<Record<string, T>>> {
	return (value): value is Readonly<Record<string, T>> =>
		typeof value === "object" &&
		value !== null &&
		!Array.isArray(value) &&
		Object.values(value).every(isValue);
}

type Fields<T> = { readonly [Key in keyof T]-?: Guard<T[Key]> };

/** An object with these properties of its own. Other properties are ignored. */
export function isObject<T extends object>(fields: Fields<T>): Guard<T> {
	const guards: readonly [string, Guard<unknown>][] = Object.entries(fields);
	return (value): value is T =>
		typeof value === "object" &&
		value !== null &&
		guards.every(([key, isField]) => isField(property(value, key)));
}

/** A value that one of the guards accepts. */
export function isEither<T>(...guards: readonly Guard<T>[]): Guard<T>;
export function isEither<A, B>(a: Guard<A>, b: Guard<B>): Guard<A | B>;
export function isEither(...guards: readonly Guard<unknown>[]): Guard<unknown> {
	return (value): value is unknown => guards.some((is) => is(value));
}

/** A tagged union. `kinds` has the other fields of each kind. */
export function isTagged<T extends { readonly kind: string }>(
	kinds: {
		readonly [Kind in T["kind"]]: Fields<
			Omit<Extract<T, { readonly kind: Kind }>, "kind">
		>;
	},
): Guard<T> {
	const entries: readonly [string, Fields<object>][] = Object.entries(kinds);
	const guards = new Map<unknown, Guard<object>>(
		entries.map(([kind, fields]) => [kind, isObject(fields)]),
	);
	return (value): value is T =>
		guards.get(property(value, "kind"))?.(value) ?? false;
}
