import { readFileSync } from "node:fs";

/**
 * Highest resident set of this process, in bytes. On Linux the kernel keeps it with the memory (proc(5), VmHWM); what
 * getrusage(2) gives there is the parent's where that was larger, as it outlives exec.
 */
export function ownPeakBytes(): number {
	if (process.platform !== "linux")
		return process.resourceUsage().maxRSS * 1024;
	const status = readFileSync("/proc/self/status", "utf8");
	return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
}
