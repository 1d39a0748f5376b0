import { readFileSync } from "node:fs";

/**
 * Returns the highest resident set of this process, in bytes. On Linux the kernel counts it for the process's memory
 * (proc(5), VmHWM). There the value of getrusage(2) survives exec, so it is the parent's where that was larger.
 */
export function ownPeakBytes(): number {
	if (process.platform !== "linux")
		return process.resourceUsage().maxRSS * 1024;
	const status = readFileSync("/proc/self/status", "utf8");
	return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
}
