// Identifies processes. A pid alone may belong to another process by the time it is used; pid and start time together never
// do.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { eventually } from "./wait.ts";

/** A process, distinct from a later one with the same pid. */
export type ProcessIdentity = {
	readonly pid: number;
	/** Clock ticks from boot to its start: field 22 of /proc/PID/stat, see proc(5). */
	readonly startTicks: string;
};

/** Returns the identity of a running process; undefined when no process has that pid, or only a zombie. */
export function identify(pid: number): ProcessIdentity | undefined {
	const stat = readOrUndefined(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
	if (stat === undefined) return undefined;
	// The name in parentheses may hold any character, so the fields are counted behind it.
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	const [state, startTicks] = [fields[0], fields[19]];
	return startTicks === undefined || state === "Z" || state === "X"
		? undefined
		: { pid, startTicks };
}

/** Returns the identity of this process. */
export function thisProcess(): ProcessIdentity {
	const identity = identify(process.pid);
	if (identity === undefined)
		throw new Error("/proc does not show this process");
	return identity;
}

/** Whether this process, and not a later one with its pid, still runs. */
export function isAlive(identity: ProcessIdentity): boolean {
	return identify(identity.pid)?.startTicks === identity.startTicks;
}

/** Ends a process by SIGTERM, or by SIGKILL when it still runs after the grace period. Resolves when it is gone. */
export async function stopProcess(
	identity: ProcessIdentity,
	options: { readonly graceMs: number },
): Promise<void> {
	const gone = () => !isAlive(identity);
	if (gone()) return;
	process.kill(identity.pid, "SIGTERM");
	try {
		await eventually(`process ${identity.pid} to end`, gone, {
			timeoutMs: options.graceMs,
		});
	} catch {
		killProcess(identity);
		await eventually(`process ${identity.pid} to end after SIGKILL`, gone, {
			timeoutMs: 10_000,
		});
	}
}

/** Sends SIGKILL, unless the process is gone already. */
export function killProcess(identity: ProcessIdentity): void {
	if (!isAlive(identity)) return;
	try {
		process.kill(identity.pid, "SIGKILL");
	} catch (error) {
		if (isAlive(identity)) throw error;
	}
}

/** Returns every process inside one of the network namespaces, which are given by inode number. */
export function processesInNetworks(
	inodes: ReadonlySet<number>,
): readonly ProcessIdentity[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.filter((pid) => inodes.has(networkInode(pid) ?? -1))
		.map(identify)
		.filter((identity) => identity !== undefined);
}

/** Returns the inode number of a process's network namespace; undefined when the process is gone. */
export function networkInode(pid: number): number | undefined {
	const link = readOrUndefined(() => readlinkSync(`/proc/${pid}/ns/net`));
	const inode = link?.match(/^net:\[(\d+)\]$/)?.[1];
	return inode === undefined ? undefined : Number(inode);
}

function readOrUndefined(read: () => string): string | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}
