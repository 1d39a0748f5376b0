import { EventEmitter } from "node:events";
import type { ServingStatus } from "./messages.ts";

/** The health of one server, as in grpc-go's health.Server. */
export type HealthState = {
	get(service: string): ServingStatus | undefined;
	all(): ReadonlyMap<string, ServingStatus>;
	set(service: string, status: ServingStatus): void;
	/** Sets every service to NOT_SERVING. Later calls of `set` have no effect. */
	shutDown(): void;
	/** Calls `changed` after each change of a service's status. Returns the function that ends this. */
	subscribe(service: string, changed: () => void): () => void;
};

/** Creates the state that Check, Watch and List return. */
export function createHealthState(
	initial: ReadonlyMap<string, ServingStatus>,
): HealthState {
	const statuses = new Map(initial);
	const changes = new EventEmitter().setMaxListeners(0);
	let open = true;
	const set = (service: string, next: ServingStatus) => {
		if (!open || statuses.get(service) === next) return;
		statuses.set(service, next);
		changes.emit(`service:${service}`);
	};
	return {
		get: (service) => statuses.get(service),
		all: () => statuses,
		set,
		shutDown: () => {
			for (const service of statuses.keys()) set(service, "NOT_SERVING");
			open = false;
		},
		subscribe: (service, changed) => {
			changes.on(`service:${service}`, changed);
			return () => changes.off(`service:${service}`, changed);
		},
	};
}
