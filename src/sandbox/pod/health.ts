import { setTimeout as wait } from "node:timers/promises";
import { type Server, status } from "@grpc/grpc-js";
import {
	Health,
	HealthCheckResponse_ServingStatus as Status,
} from "../../grpc-services/gen/grpc/health/v1/health_pb.ts";
import type { HealthState } from "./health-state.ts";
import { serveEndlessWatch, serveHostileCheck } from "./hostile-health.ts";
import { StatusAnswer, serveStream, serveUnary } from "./methods.ts";
import type { Settings } from "./settings.ts";

/**
 * Registers grpc.health.v1.Health with the answers of grpc-go. The package grpc-health-check has no delays and faults, and reads its
 * .proto file from disk, which the bundle does not have.
 */
export function serveHealth(
	server: Server,
	state: HealthState,
	settings: Settings["health"],
): void {
	if (settings.hostile === "") serveCheck(server, state, settings.delayMs);
	else serveHostileCheck(server, settings.hostile);
	if (settings.hostile === "endless") serveEndlessWatch(server);
	else if (settings.watch === "on") serveWatch(server, state);
	else serveStream(server, Health.method.watch, () => unimplemented("Watch"));
	serveUnary(server, Health.method.list, () =>
		settings.list === "on" ? listOf(state) : unimplemented("List"),
	);
}

function serveCheck(server: Server, state: HealthState, delayMs: number): void {
	serveUnary(server, Health.method.check, async ({ service }) => {
		await wait(delayMs);
		const found = state.get(service);
		if (!found) throw new StatusAnswer(status.NOT_FOUND, "unknown service");
		return { status: Status[found] };
	});
}

function listOf(state: HealthState) {
	const statuses = [...state.all()].map(([name, found]) => [
		name,
		{ status: Status[found] },
	]);
	return { statuses: Object.fromEntries(statuses) };
}

function unimplemented(method: string): never {
	throw new StatusAnswer(
		status.UNIMPLEMENTED,
		`method ${method} not implemented`,
	);
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
