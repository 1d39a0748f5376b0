/** Lets at most `limit` holders in at a time, in the order of their requests. */
export type Turnstile = {
	/** Runs `work` when there is room. */
	readonly pass: <T>(work: () => Promise<T>) => Promise<T>;
};

/** Creates a turnstile for `limit` holders. */
export function createTurnstile(limit: number): Turnstile {
	let inside = 0;
	const waiting: (() => void)[] = [];
	const leave = () => {
		const next = waiting.shift();
		if (next === undefined) inside--;
		else next();
	};
	return {
		async pass(work) {
			if (inside < limit) inside++;
			else await new Promise<void>((resolve) => waiting.push(resolve));
			try {
				return await work();
			} finally {
				leave();
			}
		},
	};
}
