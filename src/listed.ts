/** Joins names: `a`, `a and b`, `a, b and c`. Of more than `limit` names: `a, b and 7 more`. */
export function listed(names: readonly string[], limit = 5): string {
	const shown =
		names.length > limit
			? [...names.slice(0, limit - 1), `${names.length - limit + 1} more`]
			: names;
	const last = shown.at(-1) ?? "";
	const before = shown.slice(0, -1);
	return before.length === 0 ? last : `${before.join(", ")} and ${last}`;
}
