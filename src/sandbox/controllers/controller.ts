import type { Registry } from "../registry/registry.ts";
import type { Change } from "../store/history.ts";
import type { Store } from "../store/store.ts";
import type { EventRecorder } from "./events.ts";

/** What controllers read and write. */
export type ControlPlane = {
	readonly store: Store;
	readonly registry: Registry;
	readonly record: EventRecorder;
};

/**
 * A control loop. `affected` returns the keys that a change concerns, and `reconcile` brings the objects of one key closer to the
 * requested state. It is synchronous, reads the store anew, and may be called for the same key at any time.
 */
export type Controller = {
	readonly name: string;
	affected(change: Change, plane: ControlPlane): readonly string[];
	reconcile(key: string, plane: ControlPlane): void;
};

/** Running controllers. */
export type ControllerManager = {
	/** Returns whether no key waits to be reconciled. */
	isIdle(): boolean;
	stop(): void;
};

/** Delay before the next try of a key that failed, for example in a namespace that is being deleted. */
const RETRY_MS = 1000;

/**
 * Runs controllers on one store. A changed key is reconciled once per turn of the event loop, even if it changed several times. Errors
 * go to `onError`, and the key is tried again.
 */
export function runControllers(
	plane: ControlPlane,
	controllers: readonly Controller[],
	onError: (error: unknown) => void,
): ControllerManager {
	const queue = new Map<string, { controller: Controller; key: string }>();
	const timers = new Map<string, NodeJS.Timeout>();
	let scheduled: NodeJS.Immediate | undefined;

	const enqueue = (controller: Controller, key: string) => {
		queue.set(`${controller.name} ${key}`, { controller, key });
		scheduled ??= setImmediate(drain);
	};
	const retryLater = (controller: Controller, key: string) => {
		const id = `${controller.name} ${key}`;
		clearTimeout(timers.get(id));
		timers.set(
			id,
			setTimeout(() => enqueue(controller, key), RETRY_MS),
		);
	};
	const drain = () => {
		scheduled = undefined;
		const batch = [...queue.values()];
		queue.clear();
		for (const { controller, key } of batch) reconcile(controller, key);
	};
	const reconcile = (controller: Controller, key: string) => {
		try {
			controller.reconcile(key, plane);
		} catch (error) {
			onError(error);
			retryLater(controller, key);
		}
	};
	const unsubscribe = plane.store.subscribe((change) => {
		for (const controller of controllers)
			for (const key of controller.affected(change, plane))
				enqueue(controller, key);
	});
	return {
		isIdle: () => queue.size === 0,
		stop: () => {
			unsubscribe();
			clearImmediate(scheduled);
			for (const timer of timers.values()) clearTimeout(timer);
		},
	};
}

/** Splits `namespace/name`. */
export function splitKey(key: string): { namespace: string; name: string } {
	const [namespace = "", name = ""] = key.split("/");
	return { namespace, name };
}
