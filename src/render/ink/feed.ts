import { useEffect, useState, useSyncExternalStore } from "react";

/** A value that collectors change and a screen shows. Many changes in a short time are one redraw. */
export type Feed<T> = {
	readonly get: () => T;
	readonly update: (change: (before: T) => T) => void;
	/** Gives the function that ends the subscription. */
	readonly subscribe: (onChange: () => void) => () => void;
};

/** Between two redraws for changes of data; keys are answered at once. */
const REDRAW_MS = 100;

/** Makes a feed with its first value. */
export function createFeed<T>(initial: T): Feed<T> {
	let value = initial;
	let shown = initial;
	let redraw: "none" | "due" = "none";
	const listeners = new Set<() => void>();

	function show() {
		redraw = "none";
		shown = value;
		for (const listener of listeners) listener();
	}
	return {
		get: () => shown,
		update(change) {
			value = change(value);
			if (redraw === "due") return;
			redraw = "due";
			setTimeout(show, REDRAW_MS).unref();
		},
		subscribe(onChange) {
			listeners.add(onChange);
			return () => listeners.delete(onChange);
		},
	};
}

/** The value of a feed; the component is drawn again when it changes. */
export function useFeed<T>(feed: Feed<T>): T {
	return useSyncExternalStore(feed.subscribe, feed.get);
}

/** The time of a clock, read again every so often: what ages and timelines are drawn against. */
export function useClock(now: () => number, everyMs: number): number {
	const [time, setTime] = useState(now);
	useEffect(() => {
		const timer = setInterval(() => setTime(now()), everyMs);
		return () => clearInterval(timer);
	}, [now, everyMs]);
	return time;
}
