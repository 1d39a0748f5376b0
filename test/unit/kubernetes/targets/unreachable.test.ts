import { expect, test } from "vitest";
import type {
	PodObject,
	PodStatus,
} from "../../../../src/kubernetes/objects/pod-object.ts";
import type { EndedContainer } from "../../../../src/kubernetes/pod.ts";
import { podFrom } from "../../../../src/kubernetes/targets/pod/pod-from.ts";
import { pod, server, status } from "./objects.ts";

const withStatus = (changes: PodStatus): PodObject =>
	pod("x", { status: changes });
const unscheduled = (message?: string): PodObject => {
	const object = withStatus({
		phase: "Pending",
		containerStatuses: [],
		conditions: [
			{
				type: "PodScheduled",
				status: "False",
				...(message === undefined ? {} : { message }),
			},
		],
	});
	return { ...object, spec: { containers: [server()] } };
};
const stopped = status("server", { ready: false, state: { waiting: {} } });
const failed = { terminated: { exitCode: 1 } };
const killed = { terminated: { exitCode: 137 } };
const completed = { terminated: { exitCode: 0, reason: "Completed" } };
const sidecar = server({ name: "logs", restartPolicy: "Always" });

test.each<[string, PodObject, string | undefined]>([
	["running", pod("x"), undefined],
	["running but not ready", withStatus({ conditions: [] }), undefined],
	[
		"terminating",
		pod("x", { metadata: { deletionTimestamp: "1970-01-01T00:00:00Z" } }),
		undefined,
	],
	[
		"only reported in part",
		pod("x", { status: { phase: "Running" } }),
		undefined,
	],
	["no node, no reason", unscheduled(), "Pending: it has no node yet"],
	[
		"no node, no reason, and unknown",
		{ ...unscheduled(), status: { phase: "Unknown" } },
		"Unknown: it has no node yet",
	],
	[
		"no node fits",
		unscheduled("0/3 nodes are available:\n 3 Insufficient cpu."),
		"Pending: 0/3 nodes are available: 3 Insufficient cpu.",
	],
	[
		"ended",
		withStatus({ phase: "Succeeded" }),
		"Succeeded: its containers have ended",
	],
	[
		"evicted",
		withStatus({
			phase: "Failed",
			reason: "Evicted",
			message: "The node was low on resource: memory.",
			containerStatuses: [],
		}),
		"Evicted: The node was low on resource: memory.",
	],
	[
		"failed, because its node is gone",
		withStatus({
			phase: "Failed",
			conditions: [
				{
					type: "DisruptionTarget",
					status: "True",
					reason: "DeletionByPodGC",
					message: "PodGC: node no longer exists",
				},
			],
		}),
		"Failed: PodGC: node no longer exists",
	],
	[
		"failed",
		withStatus({
			phase: "Failed",
			containerStatuses: [
				status("server", {
					ready: false,
					state: { terminated: { exitCode: 2, reason: "Error" } },
				}),
			],
		}),
		"Error: container server ended with exit code 2",
	],
	[
		"failed in an init container",
		withStatus({
			phase: "Failed",
			containerStatuses: [stopped],
			initContainerStatuses: [status("migrate", { state: failed })],
		}),
		"Init:ExitCode:1: container migrate ended with exit code 1",
	],
	[
		"failed, and its sidecar was killed thereafter",
		withStatus({
			phase: "Failed",
			containerStatuses: [status("server", { state: failed })],
			initContainerStatuses: [status("logs", { state: killed })],
		}),
		"Init:ExitCode:137: container server ended with exit code 1",
	],
	[
		"completed, and not yet started again",
		withStatus({
			containerStatuses: [status("server", { ready: false, state: completed })],
		}),
		"Completed: container server is not running, last ended with exit code 0 (Completed)",
	],
	[
		"a Job's that has completed, where another fails",
		pod("x", {
			spec: { restartPolicy: "OnFailure" },
			status: {
				containerStatuses: [
					status("first", { state: completed }),
					status("second", { ready: false, state: failed }),
				],
			},
		}),
		"ExitCode:1: container second is not running, last ended with exit code 1",
	],
	[
		"creating",
		withStatus({
			phase: "Pending",
			containerStatuses: [
				{ ...stopped, state: { waiting: { reason: "ContainerCreating" } } },
			],
		}),
		"ContainerCreating: no container has started yet",
	],
	[
		"not yet reported",
		withStatus({ phase: "Pending", containerStatuses: [] }),
		"Pending: no container has started yet",
	],
	[
		"crash loop",
		withStatus({
			containerStatuses: [
				{
					...stopped,
					state: {
						waiting: {
							reason: "CrashLoopBackOff",
							message: "back-off 40s restarting failed container",
						},
					},
					lastState: { terminated: { exitCode: 137, reason: "OOMKilled" } },
				},
			],
		}),
		"CrashLoopBackOff: container server is not running, last ended with exit code 137 (OOMKilled)",
	],
	[
		"image that cannot be pulled",
		withStatus({
			phase: "Pending",
			containerStatuses: [
				{
					...stopped,
					state: {
						waiting: {
							reason: "ImagePullBackOff",
							message: `Back-off pulling image ${"x".repeat(300)}: not found`,
						},
					},
				},
			],
		}),
		`ImagePullBackOff: container server is not running, Back-off pulling image ${"x".repeat(119 - 23)}…${"x".repeat(80 - 11)}: not found`,
	],
	[
		"node gone",
		pod("x", {
			metadata: { deletionTimestamp: "1970-01-01T00:00:00Z" },
			status: { reason: "NodeLost" },
		}),
		"Unknown: its node node-1 does not answer",
	],
	[
		"unknown to its kubelet",
		withStatus({ phase: "Unknown" }),
		"Unknown: its node node-1 does not answer",
	],
	[
		"init container at work",
		pod("x", {
			spec: { initContainers: [server({ name: "migrate" })] },
			status: {
				phase: "Pending",
				conditions: [],
				containerStatuses: [stopped],
				initContainerStatuses: [status("migrate", { ready: false })],
			},
		}),
		"Init:0/1: init container migrate has not finished",
	],
	[
		"a native sidecar runs, and may serve",
		pod("x", {
			spec: { initContainers: [sidecar] },
			status: {
				containerStatuses: [stopped],
				initContainerStatuses: [status("logs", { started: true })],
			},
		}),
		undefined,
	],
])("%s", (_case, object, expected) => {
	expect(podFrom(object).unreachable).toBe(expected);
});

test.each<[string, PodObject, string | undefined]>([
	["running", pod("x"), undefined],
	["new, with no node yet", unscheduled(), undefined],
	[
		"new, with no container yet",
		withStatus({ phase: "Pending", containerStatuses: [] }),
		undefined,
	],
	["completed", withStatus({ phase: "Succeeded" }), undefined],
	[
		"no node fits",
		unscheduled("0/3 nodes are available"),
		"0/3 nodes are available",
	],
	[
		"a container just killed, beside a sidecar that runs",
		withStatus({
			containerStatuses: [
				status("istio-proxy"),
				status("server", {
					ready: false,
					state: { terminated: { exitCode: 137, reason: "OOMKilled" } },
				}),
			],
		}),
		"container server is not running, last ended with exit code 137 (OOMKilled)",
	],
	[
		"evicted",
		withStatus({
			phase: "Failed",
			reason: "Evicted",
			message: "low on memory",
		}),
		"low on memory",
	],
])("what troubles a pod: %s", (_case, object, expected) => {
	expect(podFrom(object).trouble?.message).toBe(expected);
});

const backOff = {
	ready: false,
	restartCount: 2,
	state: { waiting: { reason: "CrashLoopBackOff" } },
	lastState: failed,
};

test.each<[string, PodStatus, EndedContainer | undefined]>([
	[
		"a crash loop beside another container that has not started",
		{ containerStatuses: [stopped, status("worker", backOff)] },
		{ name: "worker", run: "previous", exitCode: 1, reason: undefined },
	],
	[
		"an init container in a crash loop",
		{
			phase: "Pending",
			containerStatuses: [stopped],
			initContainerStatuses: [status("migrate", backOff)],
		},
		{ name: "migrate", run: "previous", exitCode: 1, reason: undefined },
	],
	[
		"a container that has just ended, whatever it did before",
		{
			containerStatuses: [
				status("server", {
					ready: false,
					state: failed,
					lastState: failed,
				}),
			],
		},
		{ name: "server", run: "last", exitCode: 1, reason: undefined },
	],
	[
		"an image that cannot be pulled, after restarts of another container",
		{
			containerStatuses: [
				status("server", {
					ready: false,
					state: { waiting: { reason: "ImagePullBackOff" } },
				}),
				status("worker", backOff),
			],
		},
		undefined,
	],
	[
		"one whose command is not there, which has no log",
		{
			containerStatuses: [
				status("server", {
					ready: false,
					state: { waiting: { reason: "RunContainerError" } },
					lastState: { terminated: { exitCode: 128, reason: "StartError" } },
				}),
			],
		},
		undefined,
	],
	["one that runs", { containerStatuses: [status("server")] }, undefined],
	[
		"an init container that a pod failed with",
		{
			phase: "Failed",
			containerStatuses: [stopped],
			initContainerStatuses: [status("migrate", { state: failed })],
		},
		{ name: "migrate", run: "last", exitCode: 1, reason: undefined },
	],
	[
		"a pod that did its work, whose sidecar was killed thereafter",
		{
			phase: "Succeeded",
			containerStatuses: [status("server", { state: completed })],
			initContainerStatuses: [status("logs", { state: killed })],
		},
		undefined,
	],
	[
		"one that runs again",
		{ containerStatuses: [status("server", { lastState: failed })] },
		undefined,
	],
	[
		"a crash loop beside a container that runs",
		{ containerStatuses: [status("istio-proxy"), status("worker", backOff)] },
		{ name: "worker", run: "previous", exitCode: 1, reason: undefined },
	],
	[
		"one whose node does not answer, which has the log",
		{
			phase: "Unknown",
			containerStatuses: [status("server", { lastState: failed })],
		},
		undefined,
	],
])("whose log says why: %s", (_, changes, expected) => {
	expect(podFrom(withStatus(changes)).ended).toEqual(expected);
});
