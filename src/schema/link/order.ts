/** Names in an order in which each comes after the names that it needs. */
type Order = {
	readonly ordered: readonly string[];
	/** The names that some name before them needs, because they need themselves. */
	readonly late: ReadonlySet<string>;
	/** How the first of these needs itself: `a, b, a`. Empty where there is none. */
	readonly cycle: readonly string[];
};

type Needs = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Sorts names so that each comes after those that it needs. Otherwise the given order stays, except for names that need themselves
 * and those that need such names. It does not recurse, however long a chain is, and takes a time in proportion to the needs.
 */
export function needsFirst(needs: Needs): Order {
	const { ordered, waiting } = withoutCycles(needs);
	const rest = depthFirst(waiting, needs);
	return { ...rest, ordered: [...ordered, ...rest.ordered] };
}

/** Sorts names (Kahn, 1962), and keeps those waiting that need themselves or such a name. */
function withoutCycles(needs: Needs): {
	readonly ordered: readonly string[];
	readonly waiting: ReadonlySet<string>;
} {
	const waiting = new Map<string, number>();
	const neededBy = new Map<string, string[]>();
	for (const [name, others] of needs) {
		const present = [...others].filter((other) => needs.has(other));
		waiting.set(name, present.length);
		for (const other of present) {
			const others = neededBy.get(other);
			if (others === undefined) neededBy.set(other, [name]);
			else others.push(name);
		}
	}
	const ordered = [...needs.keys()].filter((name) => waiting.get(name) === 0);
	// The list grows during the loop.
	for (const name of ordered) {
		waiting.delete(name);
		for (const next of neededBy.get(name) ?? []) {
			const left = (waiting.get(next) ?? 0) - 1;
			waiting.set(next, left);
			if (left === 0) ordered.push(next);
		}
	}
	return { ordered, waiting: new Set(waiting.keys()) };
}

/** Sorts names by a depth-first search: a name is late where the search meets it again on its way down. */
function depthFirst(names: ReadonlySet<string>, needs: Needs): Order {
	const ordered: string[] = [];
	const late = new Set<string>();
	let cycle: readonly string[] = [];
	const met = new Map<string, "on-path" | "ordered">();
	const path: { readonly name: string; readonly left: Iterator<string> }[] = [];
	const enter = (name: string) => {
		met.set(name, "on-path");
		path.push({ name, left: (needs.get(name) ?? []).values() });
	};
	for (const start of names) {
		if (!met.has(start)) enter(start);
		for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
			const next = top.left.next();
			if (next.done) {
				path.pop();
				met.set(top.name, "ordered");
				ordered.push(top.name);
			} else if (met.get(next.value) === "on-path") {
				if (late.size === 0) cycle = wayRound(next.value, path);
				late.add(next.value);
			} else if (names.has(next.value) && !met.has(next.value))
				enter(next.value);
		}
	}
	return { ordered, late, cycle };
}

function wayRound(
	name: string,
	path: readonly { readonly name: string }[],
): readonly string[] {
	const names = path.map((step) => step.name);
	return [...names.slice(names.indexOf(name)), name];
}
