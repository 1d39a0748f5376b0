import type { ExitStatus } from "../../cli/exit-status.ts";
import { loadWhileWaiting } from "../../cli/load-while-waiting.ts";
import { keepConnection } from "../../grpc/kept-connection.ts";
import { findPod } from "./find-pod.ts";
import { printTransports } from "./print-transports.ts";
import { failuresTo } from "./recording/recorder.ts";
import type { Run } from "./run-of.ts";
import { whileWaiting } from "./while-waiting.ts";

/** Calls one pod. @throws PluginError */
export async function callOne(run: Run): Promise<ExitStatus> {
	const { connected, close, showCall } = await failuresTo(run.recorder, () =>
		connect(run),
	);
	try {
		return await showCall(run, connected);
	} finally {
		close();
	}
}

async function connect(run: Run) {
	const { target, open } = await findPod(run);
	const resolveMs = performance.now() - run.startMs;
	const { take, close } = keepConnection(open);
	const [channel, { showCall }] = await Promise.all([
		whileWaiting(run, "connecting…", take),
		loadWhileWaiting(() => import("./show-call.ts")),
	]);
	printTransports(run, [{ pod: target.pod, transport: channel.transport }]);
	return { connected: { target, channel, take, resolveMs }, close, showCall };
}
