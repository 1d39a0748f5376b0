import { expect, test } from "vitest";
import { fieldOf } from "../../../../../src/kubernetes/field.ts";
import { podObject } from "../../../../../src/kubernetes/objects/pod-object.ts";
import { goneReason } from "../../../../../src/kubernetes/tunnel/loss/pod-evidence.ts";

/** Returns a pod as it is read from the API server's JSON. */
const read = (pod: { readonly metadata?: object; readonly status?: object }) =>
	podObject(
		fieldOf({
			...pod,
			metadata: { name: "pod-a", namespace: "shop", ...pod.metadata },
		}),
	);

const running = { state: { running: { startedAt: "2026-01-01T00:00:00Z" } } };
const waiting = { state: { waiting: { reason: "CrashLoopBackOff" } } };

test.each([
	[
		"running",
		{ status: { phase: "Running", containerStatuses: [running, waiting] } },
		undefined,
	],
	[
		"only a sidecar runs",
		{
			status: {
				containerStatuses: [waiting],
				initContainerStatuses: [running],
			},
		},
		undefined,
	],
	[
		"terminating",
		{
			metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" },
			status: { containerStatuses: [running] },
		},
		"is being deleted",
	],
	["completed", { status: { phase: "Succeeded" } }, "has completed"],
	["evicted", { status: { phase: "Failed" } }, "has failed"],
	[
		"crashed",
		{ status: { phase: "Running", containerStatuses: [waiting] } },
		"has no running container",
	],
	["no status at all", {}, "has no running container"],
])("%s", (_, pod, reason) => {
	expect(goneReason(read(pod), undefined)).toBe(reason);
});

test("another pod of the same name is not the one that was meant", () => {
	const pod = read({
		metadata: { uid: "new" },
		status: { containerStatuses: [running] },
	});
	expect(goneReason(pod, "new")).toBeUndefined();
	expect(goneReason(pod, "old")).toBe(
		"was replaced by another of the same name",
	);
});
