import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { SandboxControl } from "../../src/sandbox/control.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { notServing } from "../../src/sandbox/scenarios/health-troubles.ts";
import { PLUGIN, type Scene } from "./scenes.ts";

type Step = (control: SandboxControl, pods: readonly string[]) => void;

/** What happens while the live screen is recorded: seconds since the step before, and the step. */
const STORY: readonly (readonly [afterSeconds: number, step: Step])[] = [
	[
		10,
		(control, [, , third = ""]) => control.setHealth(third, "", "NOT_SERVING"),
	],
	[8, (control, [, second = ""]) => control.killPod(second)],
	// The second time it is not started again at once.
	[3, (control, [, second = ""]) => control.killPod(second)],
	[12, (control, [, , third = ""]) => control.setHealth(third, "", "SERVING")],
	[9, (control, [first = ""]) => control.setHealth(first, "", "NOT_SERVING")],
	[7, () => {}],
];

/** Runs a scene's command on a sandbox of its own and keeps what it sees in the scene's recording. */
export async function record({ args, recording, kind }: Scene): Promise<void> {
	const { manifests } = notServing;
	const sandbox = await startSandbox({
		scenario: kind === "once" ? notServing : { manifests },
	});
	try {
		await sandbox.ready;
		const child = spawn(
			process.execPath,
			[PLUGIN, ...args, "--record", recording],
			{
				env: { ...process.env, KUBECONFIG: sandbox.kubeconfigPath },
				stdio: ["ignore", "ignore", "inherit"],
			},
		);
		const ended = once(child, "exit");
		if (kind === "live") {
			await tell(sandbox.control);
			child.kill("SIGINT");
		}
		await ended;
	} finally {
		await sandbox.stop();
	}
}

async function tell(control: SandboxControl): Promise<void> {
	const pods = control.podNames();
	for (const [afterSeconds, step] of STORY) {
		await pause(afterSeconds * 1_000);
		step(control, pods);
	}
}
