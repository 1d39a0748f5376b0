import { outerScope } from "../link/elements.ts";

/** How many questions are sent at once: this saves round trips, and the answers do not repeat too many files. */
const TOGETHER = 8;

/** Asks `ask` for each item, several at once, and returns the answers in the order of the items. */
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

/** Splits services into the first of each package and the rest, to ask for in turn: the file of the first often has the others too. */
export function firstOfPackages(
	services: readonly string[],
): readonly [first: readonly string[], rest: readonly string[]] {
	const packages = [...Map.groupBy(services, outerScope).values()];
	return [
		packages.flatMap((some) => some.slice(0, 1)),
		packages.flatMap((some) => some.slice(1)),
	];
}
