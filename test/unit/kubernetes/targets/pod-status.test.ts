import { describe, expect, test } from "vitest";
import type { ContainerState } from "../../../../src/kubernetes/objects/container-status.ts";
import {
	type PodObject,
	podObject,
} from "../../../../src/kubernetes/objects/pod-object.ts";
import { podFrom } from "../../../../src/kubernetes/targets/pod/pod-from.ts";
import { asRead } from "./fake-api.ts";
import { pod, server, status } from "./objects.ts";

/** Returns READY, STATUS and RESTARTS as kubectl prints them. */
function columns(object: PodObject): string {
	const { readyContainers, totalContainers, status, restarts } = podFrom(
		asRead(object, podObject),
	);
	return `${readyContainers}/${totalContainers} ${status} ${restarts}`;
}

const waiting = (reason?: string): ContainerState => ({
	waiting: reason === undefined ? {} : { reason },
});
const ended = (
	exitCode: number,
	reason?: string,
	signal?: number,
): ContainerState => ({
	terminated: {
		exitCode,
		...(reason === undefined ? {} : { reason }),
		...(signal === undefined ? {} : { signal }),
	},
});
const main = (state: ContainerState, restartCount = 0) =>
	status("server", { state, ready: state.running !== undefined, restartCount });
const init = (
	name: string,
	state: ContainerState,
	restartCount = 0,
	started = false,
) => status(name, { state, ready: started, restartCount, started });
const sidecar = (name: string) => server({ name, restartPolicy: "Always" });
const initialising = [{ type: "Initialized", status: "False" }];
const twoInits = {
	initContainers: [server({ name: "i0" }), server({ name: "i1" })],
};
const sidecarFirst = {
	initContainers: [sidecar("s0"), server({ name: "i1" })],
};
const deleted = { deletionTimestamp: "2026-01-01T00:00:00Z" };

describe("the columns of kubectl get pods (printers.go, printPod)", () => {
	test.each<[string, PodObject, string]>([
		["running", pod("x"), "1/1 Running 0"],
		[
			"restarted",
			pod("x", { status: { containerStatuses: [main({ running: {} }, 3)] } }),
			"1/1 Running 3",
		],
		[
			"no statuses yet",
			pod("x", { status: { phase: "Pending", containerStatuses: [] } }),
			"0/1 Pending 0",
		],
		[
			"creating",
			pod("x", {
				status: {
					phase: "Pending",
					containerStatuses: [main(waiting("ContainerCreating"))],
				},
			}),
			"0/1 ContainerCreating 0",
		],
		[
			"crash loop",
			pod("x", {
				status: { containerStatuses: [main(waiting("CrashLoopBackOff"), 7)] },
			}),
			"0/1 CrashLoopBackOff 7",
		],
		[
			"error",
			pod("x", { status: { containerStatuses: [main(ended(1, "Error"))] } }),
			"0/1 Error 0",
		],
		[
			"exit code without reason",
			pod("x", { status: { containerStatuses: [main(ended(2))] } }),
			"0/1 ExitCode:2 0",
		],
		[
			"signal without reason",
			pod("x", { status: { containerStatuses: [main(ended(137, "", 9))] } }),
			"0/1 Signal:9 0",
		],
		[
			"completed",
			pod("x", {
				status: {
					phase: "Succeeded",
					containerStatuses: [main(ended(0, "Completed"))],
				},
			}),
			"0/1 Completed 0",
		],
		[
			"evicted",
			pod("x", {
				status: { phase: "Failed", reason: "Evicted", containerStatuses: [] },
			}),
			"0/1 Evicted 0",
		],
		[
			"gated",
			pod("x", {
				status: {
					phase: "Pending",
					containerStatuses: [],
					conditions: [
						{
							type: "PodScheduled",
							status: "False",
							reason: "SchedulingGated",
						},
					],
				},
			}),
			"0/1 SchedulingGated 0",
		],
		[
			"for which no node has room",
			pod("x", {
				status: {
					phase: "Pending",
					containerStatuses: [],
					conditions: [
						{ type: "PodScheduled", status: "False", reason: "Unschedulable" },
					],
				},
			}),
			"0/1 Pending 0",
		],
		[
			"another's condition of that reason",
			pod("x", {
				status: {
					phase: "Pending",
					containerStatuses: [],
					conditions: [
						{
							type: "example.com/queued",
							status: "False",
							reason: "SchedulingGated",
						},
					],
				},
			}),
			"0/1 Pending 0",
		],
		["terminating", pod("x", { metadata: deleted }), "1/1 Terminating 0"],
		[
			"terminating, already over",
			pod("x", {
				metadata: deleted,
				status: {
					phase: "Succeeded",
					containerStatuses: [main(ended(0, "Completed"))],
				},
			}),
			"0/1 Completed 0",
		],
		[
			"node lost while terminating",
			pod("x", { metadata: deleted, status: { reason: "NodeLost" } }),
			"1/1 Unknown 0",
		],
		[
			"node lost",
			pod("x", { status: { reason: "NodeLost" } }),
			"1/1 NodeLost 0",
		],
		[
			"one of two completed, pod ready",
			pod("x", {
				spec: { containers: [server(), server({ name: "once" })] },
				status: {
					containerStatuses: [
						main({ running: {} }),
						status("once", { ready: false, state: ended(0, "Completed") }),
					],
				},
			}),
			"1/2 Running 0",
		],
		[
			"one of two completed, pod not ready",
			pod("x", {
				spec: { containers: [server(), server({ name: "once" })] },
				status: {
					conditions: [],
					containerStatuses: [
						main({ running: {} }),
						status("once", { ready: false, state: ended(0, "Completed") }),
					],
				},
			}),
			"1/2 NotReady 0",
		],
		[
			"the first completed, another failed, none runs",
			pod("x", {
				spec: { containers: [server(), server({ name: "b" })] },
				status: {
					phase: "Failed",
					conditions: [],
					containerStatuses: [
						main(ended(0, "Completed")),
						status("b", { ready: false, state: ended(3, "Error") }),
					],
				},
			}),
			"0/2 Error 0",
		],
		[
			"the first container in trouble has the word",
			pod("x", {
				spec: { containers: [server(), server({ name: "b" })] },
				status: {
					containerStatuses: [
						main(waiting("ImagePullBackOff")),
						status("b", { ready: false, state: ended(1, "Error") }),
					],
				},
			}),
			"0/2 ImagePullBackOff 0",
		],
		[
			"first init running",
			pod("x", {
				spec: twoInits,
				status: {
					phase: "Pending",
					conditions: initialising,
					initContainerStatuses: [init("i0", { running: {} }, 2)],
					containerStatuses: [main(waiting("PodInitializing"))],
				},
			}),
			"0/1 Init:0/2 2",
		],
		[
			"second init waiting",
			pod("x", {
				spec: twoInits,
				status: {
					phase: "Pending",
					conditions: initialising,
					initContainerStatuses: [
						init("i0", ended(0, "Completed")),
						init("i1", waiting("PodInitializing")),
					],
					containerStatuses: [main(waiting("PodInitializing"))],
				},
			}),
			"0/1 Init:1/2 0",
		],
		[
			"init crash loop",
			pod("x", {
				spec: twoInits,
				status: {
					phase: "Pending",
					conditions: initialising,
					initContainerStatuses: [init("i0", waiting("CrashLoopBackOff"), 4)],
					containerStatuses: [main(waiting("PodInitializing"))],
				},
			}),
			"0/1 Init:CrashLoopBackOff 4",
		],
		[
			"init failed",
			pod("x", {
				spec: twoInits,
				status: {
					phase: "Pending",
					conditions: initialising,
					initContainerStatuses: [init("i0", ended(1, "Error"))],
					containerStatuses: [],
				},
			}),
			"0/1 Init:Error 0",
		],
		[
			"init failed without reason",
			pod("x", {
				spec: twoInits,
				status: {
					phase: "Pending",
					conditions: initialising,
					initContainerStatuses: [init("i0", ended(3))],
					containerStatuses: [],
				},
			}),
			"0/1 Init:ExitCode:3 0",
		],
		[
			"init killed without reason",
			pod("x", {
				spec: twoInits,
				status: {
					phase: "Pending",
					conditions: initialising,
					initContainerStatuses: [init("i0", ended(137, "", 9))],
					containerStatuses: [],
				},
			}),
			"0/1 Init:Signal:9 0",
		],
		[
			"initialised, main waiting",
			pod("x", {
				spec: twoInits,
				status: {
					phase: "Pending",
					initContainerStatuses: [
						init("i0", ended(0), 5),
						init("i1", ended(0)),
					],
					containerStatuses: [main(waiting("PodInitializing"))],
				},
			}),
			"0/1 PodInitializing 0",
		],
		[
			"native sidecar counts as ready",
			pod("x", {
				spec: { initContainers: [sidecar("s0")] },
				status: {
					initContainerStatuses: [init("s0", { running: {} }, 1, true)],
					containerStatuses: [main({ running: {} }, 2)],
				},
			}),
			"2/2 Running 3",
		],
		[
			"native sidecar up, init running",
			pod("x", {
				spec: sidecarFirst,
				status: {
					phase: "Pending",
					conditions: initialising,
					initContainerStatuses: [
						init("s0", { running: {} }, 1, true),
						init("i1", { running: {} }),
					],
					containerStatuses: [],
				},
			}),
			"1/2 Init:1/2 1",
		],
		[
			"native sidecar restarting once initialised",
			pod("x", {
				spec: { initContainers: [sidecar("s0")] },
				status: {
					conditions: [{ type: "Initialized", status: "True" }],
					initContainerStatuses: [init("s0", waiting("CrashLoopBackOff"), 6)],
					containerStatuses: [main({ running: {} })],
				},
			}),
			"1/2 Init:CrashLoopBackOff 6",
		],
	])("%s", (_case, object, expected) => {
		expect(columns(object)).toBe(expected);
	});
});
