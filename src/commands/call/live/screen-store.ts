import { reduce, type ScreenEvent, type ScreenState } from "./screen-state.ts";

/** The state of a screen. The keys and the call change it, and React draws it. */
export type ScreenStore = {
	readonly get: () => ScreenState;
	/** Changes the state and redraws the screen. */
	readonly set: (state: ScreenState) => void;
	/** Applies an event to the state and redraws the screen. */
	readonly apply: (event: ScreenEvent) => void;
	/** Returns the function that ends the subscription. */
	readonly subscribe: (onChange: () => void) => () => void;
};

/** Returns a new store for a screen. */
export function createScreenStore(initial: ScreenState): ScreenStore {
	let state = initial;
	const listeners = new Set<() => void>();
	const set = (next: ScreenState) => {
		state = next;
		for (const listener of listeners) listener();
	};
	return {
		get: () => state,
		set,
		apply: (event) => set(reduce(state, event)),
		subscribe(onChange) {
			listeners.add(onChange);
			return () => listeners.delete(onChange);
		},
	};
}
