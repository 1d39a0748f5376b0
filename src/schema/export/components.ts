/**
 * Returns the strongly connected components of a graph: nodes are in one component if they need each other, directly or through others.
 * Each component comes after those that it needs (Tarjan, 1972). It does not recurse, however long a chain is.
 */
export function componentsOf<T>(
	needs: ReadonlyMap<T, Iterable<T>>,
): readonly (readonly T[])[] {
	const found: T[][] = [];
	const visits = new Map<T, Visit<T>>();
	const path: Visit<T>[] = [];
	const open: Visit<T>[] = [];
	const enter = (node: T) => {
		const at = visits.size;
		const left = (needs.get(node) ?? [])[Symbol.iterator]();
		const visit = { node, at, lowest: at, left, isOpen: true };
		visits.set(node, visit);
		path.push(visit);
		open.push(visit);
	};
	for (const start of needs.keys()) {
		if (!visits.has(start)) enter(start);
		for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
			const next = visit.left.next();
			if (!next.done) {
				const other = visits.get(next.value);
				if (other?.isOpen) visit.lowest = Math.min(visit.lowest, other.at);
				if (other === undefined && needs.has(next.value)) enter(next.value);
				continue;
			}
			path.pop();
			const before = path.at(-1);
			if (before) before.lowest = Math.min(before.lowest, visit.lowest);
			if (visit.lowest < visit.at) continue;
			const component = open.splice(open.lastIndexOf(visit));
			for (const each of component) each.isOpen = false;
			found.push(component.map(({ node }) => node));
		}
	}
	return found;
}

type Visit<T> = {
	readonly node: T;
	readonly at: number;
	/** The earliest visit that is known to lead here and to be reached from here. */
	lowest: number;
	readonly left: Iterator<T>;
	isOpen: boolean;
};
