import { outerScope } from "../link/elements.ts";

/** Questions that travel together: few round trips, and not too many answers that repeat each other's files. */
const TOGETHER = 8;

/** Asks for each, some together, and gives the answers in the order of what was asked for. */
export async function askTogether<Wanted, Answer>(
	wanted: Iterable<Wanted>,
	ask: (one: Wanted) => Promise<Answer>,
): Promise<readonly Answer[]> {
	const left = [...wanted];
	const answers: Answer[] = [];
	while (left.length > 0)
		answers.push(...(await Promise.all(left.splice(0, TOGETHER).map(ask))));
	return answers;
}

/** Parts services in two, to be asked for one after the other: the first of each package, as its file often has the others too, and the rest. */
export function firstOfPackages(
	services: readonly string[],
): readonly [first: readonly string[], rest: readonly string[]] {
	const packages = [...Map.groupBy(services, outerScope).values()];
	return [
		packages.flatMap((some) => some.slice(0, 1)),
		packages.flatMap((some) => some.slice(1)),
	];
}
