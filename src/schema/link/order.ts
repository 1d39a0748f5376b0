/** Names in an order in which each comes after the names that it needs. */
type Order = {
	readonly ordered: readonly string[];
	/** The names that some name before them needs, because they need themselves, each with the cycle: `a, b, a`. */
	readonly cycles: ReadonlyMap<string, readonly string[]>;
};

/**
 * Sorts names so that each comes after those that it needs. Otherwise the given order stays. Of each cycle, one name comes after
 * those that need it. It does not recurse, however long a chain is.
 */
export function needsFirst(
	needs: ReadonlyMap<string, ReadonlySet<string>>,
): Order {
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
	const ordered: string[] = [];
	const cycles = new Map<string, readonly string[]>();
	const ready = [...needs.keys()].filter((name) => waiting.get(name) === 0);
	const settle = (name: string) => {
		for (const next of neededBy.get(name) ?? []) {
			const left = waiting.get(next);
			if (left === undefined) continue;
			waiting.set(next, left - 1);
			if (left === 1) ready.push(next);
		}
	};
	for (;;) {
		for (let name = ready.shift(); name !== undefined; name = ready.shift()) {
			ordered.push(name);
			waiting.delete(name);
			if (!cycles.has(name)) settle(name);
		}
		const [stuck] = waiting.keys();
		if (stuck === undefined) return { ordered, cycles };
		const blocks = (name: string) => waiting.has(name) && !cycles.has(name);
		const cycle = cycleFrom(stuck, needs, blocks);
		const first = cycle[0] ?? stuck;
		cycles.set(first, cycle);
		settle(first);
	}
}

/** Follows the needs that others wait for until a name repeats. Returns the cycle. */
function cycleFrom(
	start: string,
	needs: ReadonlyMap<string, ReadonlySet<string>>,
	blocks: (name: string) => boolean,
): readonly string[] {
	const path: string[] = [];
	const seen = new Map<string, number>();
	let name: string | undefined = start;
	while (name !== undefined) {
		const at = seen.get(name);
		if (at !== undefined) return [...path.slice(at), name];
		seen.set(name, path.length);
		path.push(name);
		name = [...(needs.get(name) ?? [])].find(blocks);
	}
	return path;
}
