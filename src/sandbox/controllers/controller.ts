import type { Registry } from "../registry/registry.ts";
import type { Change } from "../store/history.ts";
import type { Store } from "../store/store.ts";
import type { EventRecorder } from "./events.ts";

/** What controllers work with. */
export type ControlPlane = {
	readonly store: Store;
	readonly registry: Registry;
	readonly record: EventRecorder;
};

/**
 * A control loop: which keys a change concerns, and how to bring one key's world to the wanted state. Reconciling is
 * synchronous, reads the store anew, and may be asked for the same key at any time.
 */
export type Controller = {
	readonly name: string;
	affected(change: Change, plane: ControlPlane): readonly string[];
	reconcile(key: string, plane: ControlPlane): void;
};

/** Controllers at work. */
export type ControllerManager = {
	/** Nothing is waiting to be reconciled. */
	isIdle(): boolean;
	stop(): void;
};

/** How long a key whose reconciliation failed (a namespace going away, a template that is refused) waits for the next try. */
const RETRY_MS = 1000;

/**
 * Runs controllers on one store: each changed key is reconciled once per turn of the event loop, however often it changed.
 * What a reconciliation throws goes to `onError`, and the key is tried again.
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

/** `namespace/name` taken apart. */
export function splitKey(key: string): { namespace: string; name: string } {
	const [namespace = "", name = ""] = key.split("/");
	return { namespace, name };
}
