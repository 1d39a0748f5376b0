// Processes by their identity. A pid alone may belong to another process by the time it is used;
// pid and start time together never do.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { eventually } from "./wait.ts";

/** A process that is told apart from a later one with the same pid. */
export type ProcessIdentity = {
	readonly pid: number;
	/** Clock ticks from boot to its start: field 22 of /proc/PID/stat, see proc(5). */
	readonly startTicks: string;
};

/** The identity of a running process; undefined when there is none with that pid, or only its zombie. */
export function identify(pid: number): ProcessIdentity | undefined {
	const stat = readOrUndefined(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
	if (stat === undefined) return undefined;
	// The name in parentheses may hold anything; the fields are counted behind it.
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	const [state, startTicks] = [fields[0], fields[19]];
	return startTicks === undefined || state === "Z" || state === "X"
		? undefined
		: { pid, startTicks };
}

/** The identity of the process that asks. */
export function thisProcess(): ProcessIdentity {
	const identity = identify(process.pid);
	if (identity === undefined)
		throw new Error("/proc does not show this process");
	return identity;
}

/** Whether this very process still runs. */
export function isAlive(identity: ProcessIdentity): boolean {
	return identify(identity.pid)?.startTicks === identity.startTicks;
}

/** Ends a process by SIGTERM, or by SIGKILL when it is still there after the grace period. Resolves when it is gone. */
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

/** Every process inside one of the network namespaces, which are given by inode number. */
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

/** The inode number of a process's network namespace; undefined when the process is gone. */
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
