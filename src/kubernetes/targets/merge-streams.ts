/** A value of one of several streams, waiting for the reader. */
type Arrival<T> =
	| { readonly kind: "value"; readonly value: T; readonly taken: () => void }
	| { readonly kind: "ended" }
	| { readonly kind: "failed"; readonly error: unknown };

/**
 * Yields the values of several streams as they come. Each stream is at most one value ahead, so a slow reader slows them all. It ends
 * when all have ended, or with the error of the first that fails. When the reader leaves early, a waiting stream must be ended by its
 * own signal.
 */
export async function* mergeStreams<T>(
	streams: readonly AsyncIterable<T>[],
): AsyncGenerator<T> {
	const arrivals: Arrival<T>[] = [];
	let wake = () => {};
	let isOpen = true;
	const arrive = (arrival: Arrival<T>) => {
		arrivals.push(arrival);
		wake();
	};
	const pump = async (stream: AsyncIterable<T>) => {
		for await (const value of stream) {
			if (!isOpen) return;
			await new Promise<void>((taken) =>
				arrive({ kind: "value", value, taken }),
			);
			if (!isOpen) return;
		}
	};
	for (const stream of streams)
		pump(stream).then(
			() => arrive({ kind: "ended" }),
			(error: unknown) => arrive({ kind: "failed", error }),
		);
	try {
		for (let running = streams.length; running > 0; ) {
			const arrival = arrivals.shift();
			if (arrival === undefined)
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			else if (arrival.kind === "ended") running--;
			else if (arrival.kind === "failed") throw arrival.error;
			else {
				try {
					yield arrival.value;
				} finally {
					arrival.taken();
				}
			}
		}
	} finally {
		isOpen = false;
		for (const arrival of arrivals)
			if (arrival.kind === "value") arrival.taken();
	}
}
