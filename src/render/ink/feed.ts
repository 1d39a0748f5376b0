import { useEffect, useState, useSyncExternalStore } from "react";

/** A value that collectors change and a screen shows. Many changes in a short time cause one redraw. */
export type Feed<T> = {
	/** Returns the value that is shown. */
	readonly get: () => T;
	/** Announces a change. The next redraw reads the value again. */
	readonly changed: () => void;
	/** Returns the function that ends the subscription. */
	readonly subscribe: (onChange: () => void) => () => void;
};

/** The time between two redraws for changes of data. Keys are handled at once. */
const REDRAW_MS = 100;

/** Returns a feed of a value, which it reads now and once for each redraw. */
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

/** Returns the value of a feed. The component renders again when it changes. */
export function useFeed<T>(feed: Feed<T>): T {
	return useSyncExternalStore(feed.subscribe, feed.get);
}

/** Returns the time of a clock in milliseconds. It reads the clock again every `everyMs`, for ages and timelines. */
export function useClock(now: () => number, everyMs: number): number {
	const [time, setTime] = useState(now);
	useEffect(() => {
		const timer = setInterval(() => setTime(now()), everyMs);
		return () => clearInterval(timer);
	}, [now, everyMs]);
	return time;
}
