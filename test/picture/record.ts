import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { SandboxControl } from "../../src/sandbox/control.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { notServing } from "../../src/sandbox/scenarios/health-troubles.ts";
import { PLUGIN, type Scene } from "./scenes.ts";
import type { Story } from "./stories.ts";

/** Runs a scene's command on a sandbox of its own and writes the scene's recording. */
export async function record(scene: Scene): Promise<void> {
	const { recordArgs, recording, story } = scene;
	const { manifests } = notServing;
	const sandbox = await startSandbox({ scenario: { manifests } });
	try {
		await sandbox.ready;
		const child = spawn(
			process.execPath,
			[PLUGIN, ...recordArgs, "--record", recording],
			{
				env: { ...process.env, KUBECONFIG: sandbox.kubeconfigPath },
				stdio: ["ignore", "ignore", "inherit"],
			},
		);
		const ended = once(child, "exit");
		await tell(story, sandbox.control);
		child.kill("SIGINT");
		await ended;
	} finally {
		await sandbox.stop();
	}
}

async function tell(story: Story, control: SandboxControl): Promise<void> {
	const pods = control.podNames();
	for (const [afterSeconds, step] of story) {
		await pause(afterSeconds * 1_000);
		step(control, pods);
	}
}
