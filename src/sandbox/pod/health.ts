import { EventEmitter } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { type Server, status } from "@grpc/grpc-js";
import {
	Health,
	HealthCheckResponse_ServingStatus as Status,
} from "./gen/health/v1/health_pb.ts";
import { serveHostileHealth } from "./hostile-health.ts";
import type { ServingStatus } from "./messages.ts";
import { StatusAnswer, serveStream, serveUnary } from "./methods.ts";
import type { Settings } from "./settings.ts";

/** The health of one server, as grpc-go's health.Server keeps it. */
export type HealthState = {
	get(service: string): ServingStatus | undefined;
	all(): ReadonlyMap<string, ServingStatus>;
	set(service: string, status: ServingStatus): void;
	/** Turns everything to NOT_SERVING for good: further `set`s have no effect. */
	shutDown(): void;
	/** Calls back after each change of a service's status; gives the way to stop. */
	subscribe(service: string, changed: () => void): () => void;
};

/** Makes the state that Check, Watch and List show. */
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

/**
 * Registers grpc.health.v1.Health with grpc-go's answers. The grpc-health-check package cannot do it here: it reads its .proto
 * from disk when it is loaded, which one bundled file does not have, and it has neither delays nor faults.
 */
export function serveHealth(
	server: Server,
	state: HealthState,
	settings: Settings["health"],
): void {
	if (settings.hostile !== "") {
		serveHostileHealth(server, settings.hostile);
		return;
	}
	serveUnary(server, Health.method.check, async ({ service }) => {
		await wait(settings.delayMs);
		const found = state.get(service);
		if (!found) throw new StatusAnswer(status.NOT_FOUND, "unknown service");
		return { status: Status[found] };
	});
	if (settings.list === "on") {
		serveUnary(server, Health.method.list, () => ({
			statuses: Object.fromEntries(
				[...state.all()].map(([name, found]) => [
					name,
					{ status: Status[found] },
				]),
			),
		}));
	}
	if (settings.watch === "on") serveWatch(server, state);
}

function serveWatch(server: Server, state: HealthState): void {
	serveStream(server, Health.method.watch, ({ service }, call) => {
		const send = () =>
			call.send({ status: Status[state.get(service) ?? "SERVICE_UNKNOWN"] });
		send();
		const stop = state.subscribe(service, send);
		return new Promise((ended) => {
			call.onCancel(() => {
				stop();
				ended();
			});
		});
	});
}
