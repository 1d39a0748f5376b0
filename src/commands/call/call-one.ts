import type { ExitStatus } from "../../cli/exit-status.ts";
import { meanwhile } from "../../cli/meanwhile.ts";
import { transportText } from "../../cli/transport-text.ts";
import { findPod } from "./find-pod.ts";
import { failuresTo } from "./recording/recorder.ts";
import type { Run } from "./run-of.ts";
import { tell } from "./views/tell.ts";
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
	// Of a pod any certificate will do, unless flags say more: which one it was must be seen.
	if (channel.transport.kind === "tls")
		tell(run, transportText(channel.transport));
	return { connected: { target, channel, resolveMs }, showCall };
}
