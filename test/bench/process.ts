import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** What one finished run of a command took. */
type Run = { readonly wallMs: number; readonly peakBytes: number };

/** The kernel's unit of CPU time in /proc (USER_HZ), which is 100 on every Linux that Node runs on. */
const TICK_MS = 10;

/** How often a process's peak memory is read, in milliseconds; the kernel keeps the peak itself. */
const LOOK_MS = 20;

/** Runs a command to its end. @throws Error when it ends with another status than 0 */
export async function runOnce(command: readonly string[]): Promise<Run> {
	const startMs = performance.now();
	const child = start(command);
	let peakBytes = 0;
	const look = setInterval(() => {
		peakBytes = Math.max(peakBytes, peakBytesOf(child.pid ?? 0));
	}, LOOK_MS);
	const status = await exitOf(child);
	clearInterval(look);
	if (status !== 0)
		throw new Error(`${command.join(" ")} ended with ${status}`);
	return { wallMs: performance.now() - startMs, peakBytes };
}

/** Starts a command whose output nobody reads. */
export function start(command: readonly string[]): ChildProcess {
	const [program = "", ...args] = command;
	return spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] });
}

/** Resolves with the exit status of a child. A signal counts as 128. */
export function exitOf(child: ChildProcess): Promise<number> {
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("exit", (code) => resolve(code ?? 128));
	});
}

/** Returns the peak resident memory of a running process, in bytes; 0 when it has ended. */
export function peakBytesOf(pid: number): number {
	try {
		const status = readFileSync(`/proc/${pid}/status`, "utf8");
		return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
	} catch {
		return 0;
	}
}

/** Returns the CPU time that a running process has used, in milliseconds (proc(5), utime and stime). */
export function cpuMsOf(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Returns the middle value; of an even number of values, the upper of the two. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
