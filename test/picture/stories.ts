import type { SandboxControl } from "../../src/sandbox/control.ts";

type Step = (control: SandboxControl, pods: readonly string[]) => void;

/**
 * What happens to the sandbox's pods while a live screen is recorded. Each entry holds the seconds since the entry before,
 * and the step.
 */
export type Story = readonly (readonly [afterSeconds: number, step: Step])[];

/** Pods that fail, end and come back. */
export const FLEET_IN_TROUBLE: Story = [
	[
		10,
		(control, [, , third = ""]) => control.setHealth(third, "", "NOT_SERVING"),
	],
	[8, (control, [, second = ""]) => control.killPod(second)],
	// When the pod ends for the second time, the sandbox does not restart it at once.
	[3, (control, [, second = ""]) => control.killPod(second)],
	[12, (control, [, , third = ""]) => control.setHealth(third, "", "SERVING")],
	[9, (control, [first = ""]) => control.setHealth(first, "", "NOT_SERVING")],
	[7, () => {}],
];

const tellAll =
	(status: "SERVING" | "NOT_SERVING"): Step =>
	(control, pods) => {
		for (const pod of pods) control.setHealth(pod, "user.UserService", status);
	};

/** A service whose status changes, on every pod. */
export const STATUS_CHANGES: Story = [
	[3, tellAll("NOT_SERVING")],
	[4, tellAll("SERVING")],
	[6, tellAll("NOT_SERVING")],
	[2, tellAll("SERVING")],
	[3, tellAll("NOT_SERVING")],
	// The picture is drawn while the recording still runs.
	[8, () => {}],
];
