import { useEffect, useState, useSyncExternalStore } from "react";

/** A value that collectors change and a screen shows. Many changes in a short time are one redraw. */
export type Feed<T> = {
	/** As it is shown. */
	readonly get: () => T;
	/** Says that it has changed: it is read again for the next redraw. */
	readonly changed: () => void;
	/** Gives the function that ends the subscription. */
	readonly subscribe: (onChange: () => void) => () => void;
};

/** Between two redraws for changes of data; keys are answered at once. */
const REDRAW_MS = 100;

/** Makes a feed of a value that is read now, and once for each redraw. */
export function createFeed<T>(read: () => T): Feed<T> {
	let shown = read();
	let redraw: "none" | "due" = "none";
	const listeners = new Set<() => void>();

	function show() {
		redraw = "none";
		shown = read();
		for (const listener of listeners) listener();
	}
	return {
		get: () => shown,
		changed() {
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
