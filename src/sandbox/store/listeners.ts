import type { Change } from "./history.ts";

/** Those who hear of every change. */
export type Listeners = {
	/** Calls `listener` after every write, in order. Returns the function that ends this. */
	subscribe(listener: (change: Change) => void): () => void;
	tell(change: Change): void;
};

/** Returns no listeners yet. A listener may write too. That change is told after all listeners have heard of the first one. */
export function createListeners(): Listeners {
	const listeners = new Set<(change: Change) => void>();
	const untold: Change[] = [];
	let telling = false;
	return {
		subscribe: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		tell: (change) => {
			untold.push(change);
			if (telling) return;
			telling = true;
			try {
				for (let next = untold.shift(); next; next = untold.shift())
					for (const listener of listeners) listener(next);
			} finally {
				telling = false;
			}
		},
	};
}
