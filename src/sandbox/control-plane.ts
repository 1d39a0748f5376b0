import { type ControlPlane, runControllers } from "./controllers/controller.ts";
import { daemonSetController } from "./controllers/daemon-set.ts";
import { deploymentController } from "./controllers/deployment.ts";
import { endpointSliceController } from "./controllers/endpoint-slices.ts";
import { endpointsController } from "./controllers/endpoints.ts";
import { createEventRecorder } from "./controllers/events.ts";
import { garbageCollector } from "./controllers/garbage-collector.ts";
import { jobController } from "./controllers/job.ts";
import { namespaceController } from "./controllers/namespace.ts";
import {
	replicaSetController,
	replicationController,
} from "./controllers/replicas.ts";
import { scheduler } from "./controllers/scheduler.ts";
import { statefulSetController } from "./controllers/stateful-set.ts";
import { createRegistry } from "./registry/registry.ts";
import { createStore } from "./store/store.ts";

/** A watch that is more changes than this behind gets 410, as on a busy cluster. */
const HISTORY_LIMIT = 20_000;

/** Creates an empty store with its registry and event recorder. */
export function createControlPlane(): ControlPlane {
	const store = createStore({ historyLimit: HISTORY_LIMIT });
	const registry = createRegistry(store);
	return { store, registry, record: createEventRecorder(store, registry) };
}

/** Starts every controller. */
export function startControllers(
	plane: ControlPlane,
	onError: (error: unknown) => void,
) {
	return runControllers(
		plane,
		[
			namespaceController,
			deploymentController,
			replicaSetController,
			replicationController,
			statefulSetController,
			daemonSetController,
			jobController,
			scheduler,
			endpointSliceController,
			endpointsController,
			garbageCollector,
		],
		onError,
	);
}
