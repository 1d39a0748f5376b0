import { reduce, type ScreenEvent, type ScreenState } from "./screen-state.ts";

/** The state of a screen, for whoever changes it and whoever draws it. */
export type ScreenStore = {
	readonly get: () => ScreenState;
	/** Changes the state and has it drawn. */
	readonly set: (state: ScreenState) => void;
	/** Has an event change the state and be drawn. */
	readonly apply: (event: ScreenEvent) => void;
	/** Gives the function that ends the subscription. */
	readonly subscribe: (onChange: () => void) => () => void;
};

/** Makes the store of a screen. */
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
