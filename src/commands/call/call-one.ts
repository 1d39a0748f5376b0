import type { ExitStatus } from "../../cli/exit-status.ts";
import { meanwhile } from "../../cli/meanwhile.ts";
import { findPod } from "./find-pod.ts";
import { failuresTo } from "./recording/recorder.ts";
import type { Run } from "./run-of.ts";
import { tellTransports } from "./tell-transports.ts";
import { whileWaiting } from "./while-waiting.ts";

/** Calls one pod. @throws PluginError */
export async function callOne(run: Run): Promise<ExitStatus> {
	const { connected, showCall } = await failuresTo(run.recorder, () =>
		connect(run),
	);
	try {
		return await showCall(run, connected);
	} finally {
		connected.channel.close();
	}
}

async function connect(run: Run) {
	const { target, open } = await findPod(run);
	const resolveMs = performance.now() - run.startMs;
	const [channel, { showCall }] = await Promise.all([
		whileWaiting(run, "connecting…", open),
		meanwhile(() => import("./show-call.ts")),
	]);
	tellTransports(run, [channel.transport]);
	return { connected: { target, channel, resolveMs }, showCall };
}
