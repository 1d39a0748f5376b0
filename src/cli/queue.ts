/** Connects producers with one consumer. A push waits while `capacity` values are unread, so a fast source is slowed down. */
type Queue<T> = {
	/** Resolves when there is room. After the end it resolves at once, and the value is dropped. */
	readonly push: (value: T) => Promise<void>;
	/** Ends the queue. The consumer gets the values pushed before, then the end, or `error` thrown. */
	readonly end: (error?: unknown) => void;
	readonly values: () => AsyncGenerator<T, void>;
};

type End = { readonly error: unknown } | "clean" | undefined;

/** Creates a queue that holds at most `capacity` unread values. */
export function createQueue<T>(capacity: number): Queue<T> {
	const unread: T[] = [];
	let ended: End;
	let changed = Promise.withResolvers<void>();
	const announce = () => {
		changed.resolve();
		changed = Promise.withResolvers<void>();
	};
	return {
		async push(value) {
			while (unread.length >= capacity && ended === undefined)
				await changed.promise;
			if (ended !== undefined) return;
			unread.push(value);
			announce();
		},
		end(error) {
			ended ??= error === undefined ? "clean" : { error };
			announce();
		},
		async *values() {
			for (;;) {
				while (unread.length > 0) {
					const value = unread.shift();
					announce();
					if (value !== undefined) yield value;
				}
				if (ended === "clean") return;
				if (ended !== undefined) throw ended.error;
				await changed.promise;
			}
		},
	};
}
