import type { ChildProcess } from "node:child_process";

/** The IPC message that stands for SIGTERM on Windows. */
export const TERMINATION = "terminate";

/** Sends SIGTERM to a pod's process. On Windows, where Node would end the process at once instead, it sends a message. */
export function terminate(child: ChildProcess): void {
	if (process.platform !== "win32") child.kill("SIGTERM");
	else if (child.connected) child.send(TERMINATION);
}

/** Calls `end` when the kubelet wants this process to end. */
export function onTermination(end: () => void): void {
	process.on("SIGTERM", end);
	process.on("message", (message) => {
		if (message === TERMINATION) end();
	});
}
