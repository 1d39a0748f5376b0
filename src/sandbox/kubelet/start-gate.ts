/** Lets a few processes start at a time, so that fifty pods on two cores become ready one after the other and not all last. */
export type StartGate = {
	/** Resolves when there is room; what it gives makes room for the next. */
	enter(): Promise<() => void>;
};

/** A gate for `places` starts at once. */
export function createStartGate(places: number): StartGate {
	let free = places;
	const waiting: (() => void)[] = [];
	const leave = () => {
		const next = waiting.shift();
		if (next) next();
		else free++;
	};
	return {
		enter: async () => {
			if (free > 0) free--;
			else await new Promise<void>((admit) => waiting.push(admit));
			return leave;
		},
	};
}
